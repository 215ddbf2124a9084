"""manage.py shards: the servers that keep the vectors where one is not enough."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from embeddings.index.external.store import StoreAwayError
from embeddings.index.fdw.addresses import ShardRefusedError
from embeddings.index.fdw.maintenance import health, loss, membership, moving
from embeddings.index.fdw.store import ENGINE, ShardedStore
from infra.commands import MigratedCommand


class Command(MigratedCommand):
    help = "Add, list, fill, take away and check the PostgreSQL servers that keep vectors."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="make a database a shard, or tell its new address")
        add.add_argument("name", help="small letters, digits and underscores")
        add.add_argument(
            "dsn",
            nargs="?",
            default="-",
            help="postgresql://user:password@host:5432/database; without it, or by -, it is read "
            "from a line of standard input, and stays out of lists of processes",
        )
        verbs.add_parser("list", help="every shard, where it is and what it keeps")
        verbs.add_parser("move", help="spread the pictures evenly, while searches go on")
        remove = verbs.add_parser("remove", help="empty a shard and forget it")
        remove.add_argument("name")
        remove.add_argument(
            "--lost",
            action="store_true",
            help="it does not come back: the others take its pictures from PostgreSQL",
        )
        verbs.add_parser("check", help="say what is wrong; the exit code is 1 then")

    def handle(self, *args: Any, **options: Any) -> None:
        verb = getattr(self, f"_{options['verb']}")
        try:
            verb(options)
        except (ShardRefusedError, StoreAwayError) as error:
            raise CommandError(str(error)) from error

    def _add(self, options: dict[str, Any]) -> None:
        name, dsn = options["name"], options["dsn"]
        if dsn == "-":
            asked = sys.stdin.isatty()
            dsn = (getpass.getpass("Address: ") if asked else sys.stdin.readline()).strip()
        if membership.add(name, dsn):
            self.stdout.write(f"{name} was a shard already; its address is written down.")
            return
        layout, _figures = health.read_figures()
        then = "" if health.is_even(layout) else " `manage.py shards move` gives it pictures."
        self.stdout.write(f"{name} is a shard.{then}")

    def _list(self, options: dict[str, Any]) -> None:
        layout, figures = health.read_figures()
        for each in figures:
            said = each.trouble or f"{each.pictures} pictures"
            leaving = ", leaving" if each.leaving else ""
            self.stdout.write(
                f"{each.name}: {each.place}, {each.buckets} of {len(layout.owners)} buckets"
                f"{leaving}, {said}"
            )

    def _move(self, options: dict[str, Any]) -> None:
        moved = moving.move(self.stdout.write)
        if loss.mend(ShardedStore(), engine=ENGINE):
            self.stdout.write("What a lost shard had is noted; workers put it back.")
        self.stdout.write("The pictures are spread evenly." if moved else "Nothing is to be moved.")

    def _remove(self, options: dict[str, Any]) -> None:
        name = options["name"]
        if options["lost"]:
            loss.give_up(name)
            loss.mend(ShardedStore(), engine=ENGINE)
            self.stdout.write(f"{name} is given up; workers put its pictures on the others.")
        else:
            membership.remove(name, self.stdout.write)
            self.stdout.write(f"{name} is no shard any more.")

    def _check(self, options: dict[str, Any]) -> None:
        problems = health.problems()
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError("Not all is well.")
        self.stdout.write("All shards answer, and hold what they should.")
