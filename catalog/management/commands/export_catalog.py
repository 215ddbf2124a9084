"""manage.py export_catalog FILE: the catalogue as a file that imports to the same state."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.conf import conf
from catalog.exports import csv_lines, google_feed, write_xlsx
from catalog.exports.pictures import copy_picture, stored_name
from catalog.exports.products import all_columns, product_rows
from catalog.imports.folder import shown
from catalog.imports.rows import ProductRow
from catalog.models import Product, ProductImage
from catalog.refusals import RefusedError
from infra.commands import MigratedCommand
from infra.files.atomic import open_whole

BY_ENDING = {".csv": "csv", ".xlsx": "xlsx", ".xml": "google"}


class Command(MigratedCommand):
    help = "Write all products to a file, from which import_catalog makes the same shop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--format",
            choices=sorted(BY_ENDING.values()),
            help="by the file's ending otherwise: .csv, .xlsx, .xml",
        )
        parser.add_argument("--images", type=Path, metavar="DIR", help="copy the pictures there")
        parser.add_argument(
            "--address",
            metavar="URL",
            default="",
            help="of the shop (https://shop.example): pictures are named by address; a Google "
            "feed needs it",
        )
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"].expanduser()
        kind = options["format"] or BY_ENDING.get(path.suffix.lower())
        address: str = options["address"].rstrip("/")
        if kind is None:
            raise CommandError(_("Say --format, or let the file end in .csv, .xlsx or .xml."))
        if kind == "google" and not address.startswith(("http://", "https://")):
            raise CommandError(_("A Google feed needs --address, such as https://shop.example."))
        folder: Path | None = options["images"] and options["images"].expanduser()
        rows = product_rows(source_of=partial(_source, folder=folder, address=address))
        total = Product.objects.count()
        counted = tqdm(rows, total=total, unit="product", disable=options["quiet"])
        try:
            # Read from the disk where it was written: whole, or not at all.
            _write(path, kind, iter(counted), address=address)
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            reason = {"file": shown(error.filename or path), "reason": error.strerror or error}
            raise CommandError(_("%(file)s: %(reason)s.") % reason) from error
        self.stdout.write(_("%(count)s products exported.") % {"count": total})


def _source(image: ProductImage, *, folder: Path | None, address: str) -> str:
    name = copy_picture(image, folder) if folder else stored_name(image)
    return f"{address}{image.url}" if address else name


def _write(path: Path, kind: str, rows: Iterator[ProductRow], *, address: str) -> None:
    columns = all_columns()
    with open_whole(str(path)) as file:
        if kind == "xlsx":
            write_xlsx(rows, columns, file)
            return
        pieces = (
            csv_lines(rows, columns)
            if kind == "csv"
            else google_feed(
                rows,
                title=address.split("://")[-1],
                link=address,
                currency=conf.CURRENCY,
                link_of=lambda row: f"{address}{_page_of(row)}",
            )
        )
        for piece in pieces:
            file.write(piece.encode())


def _page_of(row: ProductRow) -> str:
    # The catalogue knows nothing of the pages above it; ABSOLUTE_URL_OVERRIDES does.
    page = getattr(Product(slug=str(row.slug)), "get_absolute_url", None)
    return str(page()) if page else f"/p/{row.slug}/"
