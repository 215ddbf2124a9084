"""manage.py embedding_status: what is embedded, what waits, and whether anybody is at work."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from redis import RedisError

from embeddings.comparing.counts import count_not_compared
from embeddings.index import vector_index
from embeddings.index.base import IndexStatus
from embeddings.spaces.measured.counts import SpaceCounts, read_oldest_waiting, read_space_counts
from embeddings.worker.state import read_worker_state
from infra.commands import MigratedCommand


class Command(MigratedCommand):
    help = "Show each active space's ready, waiting, failed and ignored pictures, and the workers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        oldest = read_oldest_waiting()
        spaces = [_describe(counts, oldest.get(counts.space.pk)) for counts in read_space_counts()]
        workers, reasons = _workers(), count_not_compared()
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {"spaces": spaces, "not_compared": reasons, "workers": workers}, indent=1
                )
            )
            return
        for space in spaces:
            ignored = space["ignored"]
            self.stdout.write(
                "{name} ({state}): {ready} ready, {pending} waiting, {failed} failed, "
                "{ignored}{index_said}{building}{categories}".format(
                    **space | {"ignored": f"{ignored} not compared, " if ignored else ""},
                    index_said=f"index {space['index']}"
                    if space["index_wanted"] or space["index"] != IndexStatus.MISSING
                    else "no index needed",
                    building=f" ({space['index_build']})" if space["index_build"] else "",
                    categories=f", {own} of categories"
                    if (own := space["category_indexes"])
                    else "",
                )
            )
        if any(reasons.values()):
            words = (
                "{blank} blank, {filler} shown by unrelated products, {staff} taken out by staff"
            )
            self.stdout.write(f"not compared: {words.format(**reasons)}")
        for name, value in workers.items():
            self.stdout.write(f"{name}: {value}")


def _describe(counts: SpaceCounts, oldest: datetime | None) -> dict[str, Any]:
    space = counts.space
    index = vector_index().report(space)
    return {
        "name": space.name,
        "state": space.state,
        "ready": counts.ready,
        "pending": counts.pending,
        "failed": counts.failed,
        "ignored": counts.ignored,
        "oldest_waiting_seconds": oldest and round((timezone.now() - oldest).total_seconds()),
        "index": index.status,
        "index_wanted": index.wanted,
        "index_build": index.progress and str(index.progress),
        "category_indexes": space.category_indexes.usable().count(),
        "ef_search": space.ef_search,
        "recall": space.recall,
        "note": space.note,
    }


def _workers() -> dict[str, Any]:
    try:
        state = read_worker_state()
    except RedisError as error:
        return {"problem": f"the cache is away ({type(error).__name__})"}
    alive = {queue: "at work" if there else "no worker" for queue, there in state.alive.items()}
    return {**alive, **({"problem": state.problem} if state.problem else {})}
