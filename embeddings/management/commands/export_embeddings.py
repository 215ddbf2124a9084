"""manage.py export_embeddings FILE.npz: a space's vectors in a file, for another machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from embeddings.models import EmbeddingSpace
from embeddings.transfer import TransferRefusedError, export_space
from infra.commands import MigratedCommand


class Command(MigratedCommand):
    help = "Write a space's embeddings to a file that import_embeddings reads elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.npz")
        parser.add_argument("--space", metavar="NAME", help="otherwise the live one")
        parser.add_argument(
            "--no-features",
            action="store_true",
            help="vectors only: a smaller file, from which no other space can be built",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"].expanduser().absolute()
        space = self._space(options["space"])
        try:
            manifest = export_space(space, path, with_features=not options["no_features"])
        except TransferRefusedError as error:
            raise CommandError(str(error)) from error
        except BlockingIOError:
            raise CommandError(f"Another export into {path.parent} is at work.") from None
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(
            f"{manifest.pictures} pictures of {space} written to {path} "
            f"({path.stat().st_size / 1e6:.1f} MB)."
        )

    def _space(self, name: str | None) -> EmbeddingSpace:
        if name is None:
            space, problem = EmbeddingSpace.objects.live(), "No space is live yet."
        else:
            space = EmbeddingSpace.objects.filter(name=name).first()
            problem = f"There is no space named {name!r}."
        if space is None:
            raise CommandError(problem)
        return space
