"""manage.py spaces: all that can be done with embedding spaces."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from embeddings.index import IndexStatus, vector_index
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import WeightsMissingError, WeightsRefusedError
from embeddings.queue.wake import wake_workers
from embeddings.spaces import lifecycle as spaces
from embeddings.spaces.watch import watch_building
from evaluation.fitting.description import describe_fitting
from evaluation.management import space_verbs
from infra.commands import MigratedCommand

_REFUSALS = (spaces.SpaceRefusedError, WeightsMissingError, WeightsRefusedError, ValueError)
_OF_A_SPACE = {
    "build": "wake the workers and show their progress until the space is built",
    "activate": "let shoppers see a built space",
    "retire": "give a space up: its vectors and its index go",
    "reindex": "build a space's index anew, while searches go on",
}


class Command(MigratedCommand):
    help = (
        "List, create, build, compare, tune, fit, activate, roll back, retire and reindex spaces."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="every space with its state and progress")
        create = verbs.add_parser("create", help="begin a space; workers fill it")
        create.add_argument(
            "recipe",
            nargs="?",
            default=settings.VITRINE_ENCODER,
            help="such as resnet50+lab_color; otherwise VITRINE_ENCODER",
        )
        create.add_argument(
            "--activate", action="store_true", help="let it go live once it is built"
        )
        create.add_argument("--wait", action="store_true", help="show progress until it is built")
        for verb, help in _OF_A_SPACE.items():
            verbs.add_parser(verb, help=help).add_argument("name")
        verbs.add_parser("rollback", help="go back to the space that was live before")
        space_verbs.add_verbs(verbs)

    def handle(self, *args: Any, **options: Any) -> None:
        verb = getattr(self, f"_{options['verb']}")
        try:
            if options["verb"] in _OF_A_SPACE:
                verb(EmbeddingSpace.objects.get(name=options["name"]))
            else:
                verb(options)
        except EmbeddingSpace.DoesNotExist:
            raise CommandError(f"There is no space named {options['name']!r}.") from None
        except _REFUSALS as error:
            raise CommandError(str(error)) from error

    def _list(self, options: dict[str, Any]) -> None:
        for space in EmbeddingSpace.objects.all():
            rows = space.embeddings
            self.stdout.write(
                f"{space.name}: {space.state}, {space.dimensions} dimensions, "
                f"{rows.ready().count()} ready, {rows.pending().count()} waiting, "
                f"{rows.failed().count()} failed"
                + (f"; becomes {space.successor_recipe}" if space.successor_recipe else "")
            )
            for line in describe_fitting(space):
                self.stdout.write(f"    {line}")

    def _create(self, options: dict[str, Any]) -> None:
        space = spaces.create_space(options["recipe"], activate_when_built=options["activate"])
        wake_workers(even_if_sent=True)
        successor = space.successor_recipe
        then = f" and becomes {successor} once it is built" if successor else ""
        self.stdout.write(f"{space.name} is {space.state}{then}.")
        if options["wait"]:
            self._build(space)

    def _build(self, space: EmbeddingSpace) -> None:
        built = watch_building(space, tell=self.stderr.write)
        rows = built.embeddings
        self.stdout.write(
            f"{built.name} is {built.state}: "
            f"{rows.ready().count()} ready, {rows.failed().count()} failed."
        )

    def _compare(self, options: dict[str, Any]) -> None:
        space_verbs.compare(self, options)

    def _fit(self, options: dict[str, Any]) -> None:
        space_verbs.fit(self)

    def _tune(self, options: dict[str, Any]) -> None:
        space_verbs.tune(self, options)

    def _activate(self, space: EmbeddingSpace) -> None:
        spaces.activate(space)
        self.stdout.write(f"{space.name} is live.")

    def _rollback(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"{spaces.rollback().name} is live again.")

    def _retire(self, space: EmbeddingSpace) -> None:
        spaces.retire(space)
        self.stdout.write(f"{space.name} is retired.")

    def _reindex(self, space: EmbeddingSpace) -> None:
        if vector_index().read_status(space) == IndexStatus.MISSING:
            raise CommandError(f"{space} has no index; small spaces are searched without one.")
        if not vector_index().replace(space):
            raise CommandError("An index is being built just now; try again when it is ready.")
        self.stdout.write(f"The index of {space.name} is new.")
