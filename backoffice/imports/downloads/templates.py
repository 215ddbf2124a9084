"""Files to begin with: every column, and two products that show how they are filled in."""

from __future__ import annotations

import io

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponseBase

from backoffice.imports.downloads.sending import CSV, XLSX, as_download
from backoffice.imports.permissions import may
from catalog.conf import conf
from catalog.exports import csv_lines, template_columns, template_rows, write_xlsx

TEMPLATES = ("csv", "xlsx")


def send_template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """kind: one of TEMPLATES."""
    if not (may(request, "add") or may(request, "view")):
        raise PermissionDenied
    rows, columns = template_rows(currency=conf.CURRENCY), template_columns()
    if kind == "csv":
        return as_download(csv_lines(rows, columns), name="template.csv", kind=CSV)
    file = io.BytesIO()
    write_xlsx(rows, columns, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="template.xlsx", content_type=XLSX)
