"""manage.py embed_images: queue what has no embedding, and watch the workers at it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.queue import queue_missing, retry
from embeddings.queue.progress_bar import show_progress
from embeddings.queue.wake import wake_workers
from infra.commands import MigratedCommand


class Command(MigratedCommand):
    help = "Queue pictures that have no embedding, wake the workers, and show their progress."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--space", help="only this one; otherwise every active space")
        parser.add_argument(
            "--retry-failed", action="store_true", help="those that were given up, too"
        )
        parser.add_argument("--no-wait", action="store_true", help="queue and return")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = ImageEmbedding.objects.filter(space__in=self._spaces(options["space"]))
        queued = 0
        while found := queue_missing():
            queued += found
        if options["retry_failed"]:
            queued += retry(list(rows.failed().values_list("pk", flat=True)))
        self.stdout.write(f"{queued} embeddings queued.")
        wake_workers(even_if_sent=True)
        if not options["no_wait"]:
            show_progress(rows, until=lambda: not rows.pending().exists())
            self.stdout.write(f"{rows.ready().count()} ready, {rows.failed().count()} failed.")

    def _spaces(self, name: str | None) -> list[EmbeddingSpace]:
        spaces = EmbeddingSpace.objects.active()
        if name is not None:
            spaces = spaces.filter(name=name)
        if not spaces:
            raise CommandError(
                f"There is no active space {name}." if name else "There is no space yet."
            )
        return list(spaces)
