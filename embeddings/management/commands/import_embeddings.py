"""manage.py import_embeddings FILE.npz: vectors that another machine computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from embeddings.transfer import Outcome, TransferRefusedError, import_vectors
from infra.commands import MigratedCommand


class Command(MigratedCommand):
    help = (
        "Give this shop's waiting pictures the vectors of a file that export_embeddings wrote. "
        "The whole file is checked before any of it is stored. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.npz")
        target = parser.add_mutually_exclusive_group()
        target.add_argument("--space", metavar="NAME", help="otherwise the one with its components")
        target.add_argument(
            "--create",
            action="store_true",
            help="begin a space for the file where none has its own",
        )
        parser.add_argument("--dry-run", action="store_true", help="check and count, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"].expanduser().absolute()
        try:
            brought = import_vectors(
                path,
                name=options["space"],
                create=options["create"],
                dry_run=options["dry_run"],
            )
        except TransferRefusedError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        self.stdout.write(_describe(brought, dry_run=options["dry_run"]))


def _describe(brought: Outcome, *, dry_run: bool) -> str:
    where = f"{brought.space} is {brought.space.state}" if brought.space else "a new space"
    return (
        f"{where}: {brought.stored} {'would be ' if dry_run else ''}stored, "
        f"{brought.present} were there, {brought.left} left to a worker, "
        f"{brought.waiting} of this shop still wait, "
        f"{brought.unknown} in the file are not this shop's."
    )
