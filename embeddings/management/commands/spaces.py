"""manage.py spaces: list, create, activate and roll back embedding spaces."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from embeddings import spaces
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import WeightsMissing, WeightsRefused


class Command(BaseCommand):
    help = "List, create, activate and roll back embedding spaces."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="every space with its state and progress")
        create = verbs.add_parser("create", help="begin a space; workers fill it")
        create.add_argument("recipe", nargs="?", default=settings.VITRINE_ENCODER)
        create.add_argument(
            "--activate", action="store_true", help="let it go live once it is built"
        )
        activate = verbs.add_parser("activate", help="let shoppers see a built space")
        activate.add_argument("name")
        verbs.add_parser("rollback", help="go back to the space that was live before")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['verb']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        for space in EmbeddingSpace.objects.all():
            rows = space.embeddings
            self.stdout.write(
                f"{space.name}: {space.state}, {space.dimensions} dimensions, "
                f"{rows.ready().count()} ready, {rows.pending().count()} waiting, "
                f"{rows.failed().count()} failed"
            )

    def _create(self, options: dict[str, Any]) -> None:
        try:
            space = spaces.create_space(options["recipe"], activate_when_built=options["activate"])
        except (WeightsMissing, WeightsRefused, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{space.name} is {space.state}.")

    def _activate(self, options: dict[str, Any]) -> None:
        try:
            space = EmbeddingSpace.objects.get(name=options["name"])
            spaces.activate(space)
        except EmbeddingSpace.DoesNotExist:
            raise CommandError(f"There is no space named {options['name']!r}.") from None
        except spaces.NotBuilt as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{space.name} is live.")

    def _rollback(self, options: dict[str, Any]) -> None:
        try:
            space = spaces.rollback()
        except spaces.NotBuilt as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{space.name} is live again.")
