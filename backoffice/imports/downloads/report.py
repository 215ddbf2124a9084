"""What did not come in, as it stands in the file, with the reason: to be mended and sent again."""

from __future__ import annotations

from itertools import chain

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.imports.downloads.sending import CSV, as_download
from backoffice.imports.permissions import demand
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.refusals import RefusedError


def send_report(request: HttpRequest, run: ImportRun) -> HttpResponseBase:
    """A CSV with the columns of the file, and with `line` and `reason`."""
    demand(request, "view")
    pieces = runs.report(run)
    try:
        first = next(pieces)  # opens the file
    except (RefusedError, OSError):
        messages.error(request, _("The file of this import is no longer kept."))
        return HttpResponseRedirect(reverse("admin:catalog_importrun_change", args=[run.pk]))
    return as_download(chain([first], pieces), name=f"report-{run.pk}.csv", kind=CSV)
