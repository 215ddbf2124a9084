"""manage.py import_catalog FILE: a file of products, whoever's program wrote it."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.categories.paths import CategoryPaths
from catalog.imports import runs
from catalog.imports.folder import shown
from catalog.imports.formats import FORMATS
from catalog.imports.formats.cells import read_path
from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.runs.console import find_unfinished, summary
from catalog.imports.runs.working import work
from catalog.models import Category
from catalog.refusals import RefusedError
from infra.commands import MigratedCommand
from infra.files.atomic import StorageUnavailableError, open_whole

MAX_LINES = 50
"""Refusals that are written to the terminal; a report has all of them."""
INCOMPLETE = 3
"""The exit code where some rows or pictures did not come in."""
LOOK_SECONDS = 1.0


class Command(MigratedCommand):
    help = (
        "Import a file of products: CSV, TSV, XLSX or XML of Vitrine, Shopify, WooCommerce, "
        "Magento 2 or Google Merchant. Safe to repeat, and to break off: the same command goes "
        f"on from there. The exit code is {INCOMPLETE} where rows or pictures were refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--format",
            choices=[each.name for each in FORMATS],
            help="whose format it is; recognised by its columns otherwise",
        )
        parser.add_argument(
            "--images", type=Path, metavar="DIR|ZIP", help="the pictures that the file names"
        )
        parser.add_argument(
            "--category", metavar="PATH", help='of new products without one: "Garden > Chairs"'
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument(
            "--report", type=Path, metavar="CSV", help="write what was refused, to be mended"
        )
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def handle(self, *args: Any, **options: Any) -> None:
        self._made: list[Category] = []
        try:
            self._import(options)
        except BaseException as error:
            # What is put in order on the way out may fail of the interruption itself.
            if not is_interrupted(error):
                raise
            raise CommandError(
                _("Stopped. The same command goes on from there."), returncode=130
            ) from error

    def _import(self, options: dict[str, Any]) -> None:
        try:
            run = self._start(options)
            self._work(run, quiet=options["quiet"])
            if options["dry_run"]:
                for category in reversed(self._made):
                    category.delete()
            if run.state == ImportRun.State.CHECKED and not options["dry_run"]:
                runs.apply(run)
                self._work(run, quiet=options["quiet"])
        except (RefusedError, StorageUnavailableError) as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OperationalError, InterfaceError) as error:
            why = str(error).strip().splitlines()[0]
            raise CommandError(
                _("The database went away: %(why)s. The same command goes on from there.")
                % {"why": why}
            ) from error
        self._tell(run, options["report"])

    def _start(self, options: dict[str, Any]) -> ImportRun:
        path: Path = options["file"].expanduser()
        pictures: Path | None = options["images"] and options["images"].expanduser()
        if not path.is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": shown(path)})
        if pictures and not pictures.exists():
            raise CommandError(_("There is no folder or ZIP %(path)s.") % {"path": shown(pictures)})
        unfinished = None if options["dry_run"] else find_unfinished(path)
        if unfinished is not None:
            said = _("Going on after %(done)s rows of %(total)s.")
            numbers = {"done": unfinished.cursor, "total": unfinished.total or "?"}
            self.stdout.write(said % numbers)
            return unfinished
        category = self._category(options["category"])
        run = runs.start_in_place(
            path, format=options["format"], pictures=pictures, category=category
        )
        self.stdout.write(_("Format: %(format)s.") % {"format": run.mapping["format"]})
        runs.check(run)
        return run

    def _category(self, path: str | None) -> Category | None:
        if not path:
            return None
        category, self._made = CategoryPaths().ensure(read_path(path))
        return category

    def _work(self, run: ImportRun, *, quiet: bool) -> None:
        """Do what is due in this process; wait while another import is under way."""
        token, waited = uuid.uuid4().hex, False
        label = run.get_state_display()
        with tqdm(total=run.total or None, unit="row", desc=label, disable=quiet) as bar:

            def show(now: ImportRun) -> None:
                bar.total = now.total or None
                bar.update(now.cursor - bar.n)

            while run.is_working:
                if not work(token=token, seconds=None, only=run.pk, on_step=show):
                    if not waited:
                        bar.write(_("Another import is under way, or its worker died; waiting."))
                    waited = True
                    time.sleep(LOOK_SECONDS)
                run.refresh_from_db()
        if run.state == ImportRun.State.FAILED:
            raise CommandError(run.error)
        if run.state == ImportRun.State.CANCELLED:
            raise CommandError(_("The import was cancelled."))

    def _tell(self, run: ImportRun, report: Path | None) -> None:
        wrong = runs.rows(run, problems_only=True)
        for row in wrong[:MAX_LINES]:
            self.stdout.write(_line(row))
        if (left := wrong.count() - MAX_LINES) > 0:
            self.stdout.write(_("%(count)s more; --report writes all of them.") % {"count": left})
        if report is not None:
            with open_whole(str(report.expanduser())) as file:
                for piece in runs.report(run):
                    file.write(piece.encode())
        self.stdout.write(summary(run))
        if wrong.exists():
            raise CommandError(_("Not everything came in."), returncode=INCOMPLETE)


def is_interrupted(error: BaseException | None) -> bool:
    """Whether it is somebody's Ctrl-C, or what came of it."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _line(row: ImportRow) -> str:
    place = _("line %(line)s") % {"line": row.lines[0] if row.lines else row.number}
    reasons = " ".join(each["reason"] for each in row.problems)
    return shown(f"{place}: {row.sku}: {reasons}")
