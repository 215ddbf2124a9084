"""manage.py check_catalogue: look for faults in the whole catalogue, now and with a bar."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.models import Product
from hygiene.checking.walk import Walked, walk_whole
from hygiene.findings.counts import count_open
from hygiene.findings.models import FindingKind
from infra.commands import MigratedCommand


class Command(MigratedCommand):
    help = "Look for faults in the catalogue and print how many are open of each kind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            dest="everything",
            help="examine every product, not only those that have changed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(total=Product.objects.published().count(), unit="product") as bar:

            def show(walked: Walked) -> None:
                bar.n = walked.visited
                bar.refresh()

            walked = walk_whole(everything=options["everything"], told=show)
        if walked is None:
            raise CommandError(_("A worker is at it this very moment; try again in a minute."))
        self.stdout.write(
            f"{walked.visited} products, {walked.examined} of them examined, "
            f"{walked.new.total()} new findings"
        )
        counts = count_open()
        for kind in FindingKind:
            if counts[kind]:
                self.stdout.write(f"{counts[kind]:>7}  {kind.label}")
