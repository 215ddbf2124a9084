"""manage.py vector_index: which engine answers, and engines beside PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from embeddings.index.external import switching
from embeddings.index.external.console import compare, describe, fill, overlap
from embeddings.index.external.store import StoreAwayError
from infra.commands import MigratedCommand, at_least_one


class Command(MigratedCommand):
    help = "List, fill, check, compare, activate and retire the engines that find what is nearest."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="every engine, how full it is, and how far it lags")
        filling = verbs.add_parser(
            "fill", help="follow an engine, and put every stored vector there; may be repeated"
        )
        filling.add_argument("name")
        filling.add_argument("--anew", action="store_true", help="empty it before")
        checking = verbs.add_parser("check", help="compare an engine with PostgreSQL, and mend it")
        checking.add_argument("name")
        for verb, help in (
            ("overlap", "ask an engine and the one that answers now the same"),
            ("activate", "the same, and then let that engine answer"),
        ):
            asking = verbs.add_parser(verb, help=help)
            asking.add_argument("name")
            asking.add_argument(
                "--queries", type=at_least_one, default=50, help="pictures to ask with"
            )
        retiring = verbs.add_parser("retire", help="follow an engine no more, and empty it")
        retiring.add_argument("name")
        retiring.add_argument("--lost", action="store_true", help="it does not come back")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['verb']}")(options)
        except (switching.EngineRefusedError, StoreAwayError) as error:
            raise CommandError(str(error)) from error

    def _list(self, options: dict[str, Any]) -> None:
        for line in describe():
            self.stdout.write(line)

    def _fill(self, options: dict[str, Any]) -> None:
        for line in fill(options["name"], anew=options["anew"]):
            self.stdout.write(line)

    def _check(self, options: dict[str, Any]) -> None:
        for line in compare(options["name"]):
            self.stdout.write(line)

    def _overlap(self, options: dict[str, Any]) -> None:
        self.stdout.write(overlap(options["name"], queries=options["queries"]))

    def _activate(self, options: dict[str, Any]) -> None:
        self._overlap(options)
        switching.activate(options["name"])
        self.stdout.write(f"{options['name']} answers.")

    def _retire(self, options: dict[str, Any]) -> None:
        done = switching.retire(options["name"], lost=options["lost"])
        if options["lost"]:
            then = "what it holds stays there"
        else:
            then = "is empty" if done else "is emptied by the workers as soon as it answers"
        self.stdout.write(f"{options['name']} is retired, and {then}.")
        if not done:
            self.stdout.write(
                f"If it never will: manage.py vector_index retire {options['name']} --lost"
            )
