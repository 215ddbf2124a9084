"""The whole catalogue as a file, which imports to the same state."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from backoffice.imports.downloads.sending import CSV, XLSX, as_download
from backoffice.imports.permissions import may_export
from catalog.conf import conf
from catalog.exports import csv_lines, google_feed, write_xlsx
from catalog.exports.products import all_columns, product_rows
from catalog.imports.rows import ProductRow
from catalog.models import Product
from catalog.refusals import RefusedError
from web.public_address import public_url

KINDS = ("csv", "xlsx", "xml")


def send_catalogue(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All products, unpublished ones too; pictures by their address. kind: one of KINDS.

    An XML file is a feed for Google Merchant, and holds what shoppers may see.
    """
    if not may_export(request):
        raise PermissionDenied
    rows = product_rows(source_of=lambda image: public_url(request, image.url))
    name = f"catalogue.{kind}"
    if kind == "xml":
        return as_download(_feed(request, rows), name=name, kind="application/xml; charset=utf-8")
    columns = all_columns()
    if kind == "csv":
        return as_download(csv_lines(rows, columns), name=name, kind=CSV)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it, once it is sent
    try:
        write_xlsx(rows, columns, file)
    except RefusedError as refusal:
        file.close()
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:catalog_product_changelist"))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _feed(request: HttpRequest, rows: Iterator[ProductRow]) -> Iterator[str]:
    home = public_url(request, "/")
    return google_feed(
        rows,
        title=request.get_host(),
        link=home,
        currency=conf.CURRENCY,
        link_of=lambda row: public_url(request, _page_of(row)),
    )


def _page_of(row: ProductRow) -> str:
    return str(Product(slug=str(row.slug)).get_absolute_url())  # type: ignore[attr-defined]
