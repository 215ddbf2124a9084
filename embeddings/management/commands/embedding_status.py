"""manage.py embedding_status: what is embedded, what waits, and whether anybody is at work."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Min
from django.utils import timezone

from embeddings.index import read_index_state
from embeddings.models import EmbeddingSpace
from embeddings.worker_state import read_worker_state


class Command(BaseCommand):
    help = "Show each active space's ready, waiting and failed pictures, and the workers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        spaces = [_describe(space) for space in EmbeddingSpace.objects.active()]
        workers = _workers()
        if options["json"]:
            self.stdout.write(json.dumps({"spaces": spaces, "workers": workers}, indent=1))
            return
        for space in spaces:
            self.stdout.write(
                "{name} ({state}): {ready} ready, {pending} waiting, {failed} failed, "
                "index {index}".format(**space)
            )
        for name, value in workers.items():
            self.stdout.write(f"{name}: {value}")


def _describe(space: EmbeddingSpace) -> dict[str, Any]:
    rows = space.embeddings
    oldest = rows.pending().aggregate(at=Min("queued_at"))["at"]
    return {
        "name": space.name,
        "state": space.state,
        "ready": rows.ready().count(),
        "pending": rows.pending().count(),
        "failed": rows.failed().count(),
        "oldest_waiting_seconds": oldest and round((timezone.now() - oldest).total_seconds()),
        "index": read_index_state(space),
        "note": space.note,
    }


def _workers() -> dict[str, Any]:
    try:
        state = read_worker_state()
    except Exception as error:
        return {"problem": f"the cache is away ({type(error).__name__})"}
    alive = {queue: "at work" if there else "no worker" for queue, there in state.alive.items()}
    return {**alive, **({"problem": state.problem} if state.problem else {})}
