"""manage.py import_folder DIR: a folder of pictures as a catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from catalog.imports.folder import Report, find_products, import_product
from infra.atomic_files import StorageUnavailableError


class Command(BaseCommand):
    help = (
        "Import a folder of pictures: sub-folders are categories, pictures are products, and "
        "names that differ only in a trailing number are one product. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].expanduser().absolute()
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        products = find_products(folder)
        if not products:
            raise CommandError(f"There are no pictures in {folder}.")
        report = Report()
        try:
            for product in tqdm(products, unit="product", disable=options["quiet"]):
                import_product(product, report)
        except StorageUnavailableError as error:
            raise CommandError(f"{error} {report.added} products were added before.") from error
        for path, sentence in report.refused:
            self.stdout.write(f"refused: {path.relative_to(folder)}: {sentence}")
        self.stdout.write(
            f"{report.added} products added, {report.present} were there, "
            f"{len(report.refused)} pictures refused."
        )
        if not report.added and not report.present:
            raise CommandError("Nothing could be imported.")
