"""manage.py import_folder DIR: a folder of pictures as a catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from catalog.imports.folder import Report, find_products, import_product, shown
from infra.atomic_files import StorageUnavailableError
from infra.migrated import check_migrated

# Lines about files that are no pictures; a folder of documents has thousands.
MAX_LINES = 50


class Command(BaseCommand):
    help = (
        "Import a folder of pictures: sub-folders are categories, pictures are products, and "
        "names that differ only in a trailing number are one product. Safe to repeat: new "
        "pictures are added, changed ones replaced."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].expanduser().absolute()
        if not folder.is_dir():
            raise CommandError(f"There is no folder {shown(folder)}.")
        check_migrated()
        report = Report()
        products = find_products(folder, report)
        try:
            for product in tqdm(products, unit="product", disable=options["quiet"]):
                import_product(product, report)
        except StorageUnavailableError as error:
            raise CommandError(f"{error} {report.added} products were added before.") from error
        self._tell(report)
        if not products:
            raise CommandError(f"There are no pictures in {shown(folder)}.")
        if not report.added and not report.present:
            raise CommandError("Nothing could be imported.")

    def _tell(self, report: Report) -> None:
        for path, sentence in report.refused:
            self.stdout.write(f"refused: {shown(path)}: {sentence}")
        for path, sentence in report.passed_over[:MAX_LINES]:
            self.stdout.write(f"passed over: {shown(path)}: {sentence}")
        if len(report.passed_over) > MAX_LINES:
            self.stdout.write(f"passed over: {len(report.passed_over) - MAX_LINES} more")
        said = (
            f"{report.added} products added, {report.present} were there, "
            f"{len(report.refused)} pictures refused."
        )
        if report.pictures_added or report.pictures_replaced:
            said += (
                f" Of products that were there, {report.pictures_added} pictures are new and "
                f"{report.pictures_replaced} were replaced."
            )
        if report.passed_over:
            said += f" {len(report.passed_over)} other files were passed over."
        self.stdout.write(said)
