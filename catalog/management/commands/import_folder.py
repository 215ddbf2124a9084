"""manage.py import_folder DIR: a folder of pictures as a catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.imports.folder import Report, find_products, import_product, shown
from infra.commands import MigratedCommand
from infra.files.atomic import StorageUnavailableError

# Lines about files that are no pictures; a folder of documents has thousands.
MAX_LINES = 50


class Command(MigratedCommand):
    help = (
        "Import a folder of pictures: sub-folders are categories, pictures are products, and "
        "names that differ only in a trailing number are one product. Safe to repeat: new "
        "pictures are added, changed ones replaced."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].expanduser().absolute()
        if not folder.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": shown(folder)})
        report = Report()
        products = find_products(folder, report)
        try:
            for product in tqdm(products, unit="product", disable=options["quiet"]):
                import_product(product, report)
        except StorageUnavailableError as error:
            before = _("%(added)s products were added before.") % {"added": report.added}
            raise CommandError(f"{error} {before}") from error
        self._tell(report)
        if not products:
            raise CommandError(
                _("There are no pictures in %(folder)s.") % {"folder": shown(folder)}
            )
        if not report.added and not report.present:
            raise CommandError(_("Nothing could be imported."))

    def _tell(self, report: Report) -> None:
        refused, passed_over = _("refused"), _("passed over")
        for path, sentence in report.refused:
            self.stdout.write(f"{refused}: {shown(path)}: {sentence}")
        blank = _("blank, shown but not compared")
        for path in report.blank[:MAX_LINES]:
            self.stdout.write(f"{blank}: {shown(path)}")
        if len(report.blank) > MAX_LINES:
            more = _("%(count)s more") % {"count": len(report.blank) - MAX_LINES}
            self.stdout.write(f"{blank}: {more}")
        for path, sentence in report.passed_over[:MAX_LINES]:
            self.stdout.write(f"{passed_over}: {shown(path)}: {sentence}")
        if len(report.passed_over) > MAX_LINES:
            more = _("%(count)s more") % {"count": len(report.passed_over) - MAX_LINES}
            self.stdout.write(f"{passed_over}: {more}")
        said = [
            _("%(added)s products added, %(present)s were there, %(refused)s pictures refused.")
            % {"added": report.added, "present": report.present, "refused": len(report.refused)}
        ]
        if report.pictures_added or report.pictures_replaced:
            said.append(
                _(
                    "Of products that were there, %(new)s pictures are new and %(replaced)s "
                    "were replaced."
                )
                % {"new": report.pictures_added, "replaced": report.pictures_replaced}
            )
        if report.passed_over:
            said.append(
                _("%(count)s other files were passed over.") % {"count": len(report.passed_over)}
            )
        self.stdout.write(" ".join(said))
