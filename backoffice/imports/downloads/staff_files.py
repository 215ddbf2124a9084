"""Files for staff: what did not come in, templates to begin with, and the whole catalogue."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from backoffice.imports.permissions import demand, may
from catalog.conf import conf
from catalog.exports import TEMPLATE_COLUMNS, csv_lines, template_rows, write_xlsx
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.refusals import RefusedError

TEMPLATES = ("csv", "xlsx")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_report(request: HttpRequest, run: ImportRun) -> HttpResponseBase:
    """What was refused, as it stands in the file, with the reason: to be mended and sent again."""
    demand(request, "view")
    pieces = runs.report(run)
    try:
        first = next(pieces)  # opens the file
    except (RefusedError, OSError):
        messages.error(request, _("The file of this import is no longer kept."))
        return HttpResponseRedirect(reverse("admin:catalog_importrun_change", args=[run.pk]))
    return as_download(chain([first], pieces), name=f"report-{run.pk}.csv", kind=CSV)


def send_template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every column, and two products that show how they are filled in; kind: csv or xlsx."""
    if not (may(request, "add") or may(request, "view")):
        raise PermissionDenied
    rows = template_rows(currency=conf.CURRENCY)
    if kind == "csv":
        return as_download(csv_lines(rows, TEMPLATE_COLUMNS), name="template.csv", kind=CSV)
    file = io.BytesIO()
    write_xlsx(rows, TEMPLATE_COLUMNS, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="template.xlsx", content_type=XLSX)


def as_download(pieces: Iterable[str], *, name: str, kind: str) -> HttpResponse:
    """Sent while it is made."""
    answer = StreamingHttpResponse(_encoded(pieces), content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer  # type: ignore[return-value]


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece.encode()
