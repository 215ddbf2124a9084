"""The two forms of one page: how a file is read, and what its columns then mean."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from backoffice.imports.recognised.columns_form import ColumnsForm
from backoffice.imports.recognised.reading_form import ReadingForm
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.refusals import RefusedError


def forms_of(request: HttpRequest, run: ImportRun) -> tuple[ReadingForm, ColumnsForm]:
    """As the run has it, as it was sent, or of the file read anew. Raises FileRefusedError."""
    preview = runs.preview(run)
    if request.method != "POST":
        return ReadingForm(run, preview), ColumnsForm(request, run, preview)
    sent = ReadingForm(run, preview, request.POST)
    if not sent.is_valid():
        return sent, ColumnsForm(request, run, preview)
    kept = run.reading, run.mapping
    try:
        if sent.is_unlike_kept or "_read" in request.POST:
            sent.read()
            preview = runs.preview(run)
    except RefusedError as refusal:
        run.reading, run.mapping = kept
        sent.add_error(None, str(refusal))
        return sent, ColumnsForm(request, run, preview)
    if sent.is_changed or "_read" in request.POST:
        messages.info(request, _("The file was read again like this. Nothing has been kept yet."))
        return ReadingForm(run, preview), ColumnsForm(request, run, preview)
    return ReadingForm(run, preview), ColumnsForm(request, run, preview, request.POST)
