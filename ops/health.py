"""Whether the process lives, and whether everything it needs is there; for whoever is on call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.models import Product
from embeddings.index import vector_index
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.worker.state import read_worker_state
from infra.redis_clients import HEALTH, open_client
from infra.version import VERSION
from ops.beat import beat_is_alive

# Older ones lose rows of an HNSW index or read beyond a vector; see docs/howto/deployment.md.
PGVECTOR_FLOOR = (0, 8, 4)

# Together with the time to connect (settings) under 3 s, the patience of whoever asks.
STATEMENT_TIMEOUT_MS = 400

MIB = 1024**2

Result = dict[str, Any]
"""`ok`, a `message` where something is wrong, and what else the check found."""


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """What works: 200 while pages can be served, 503 when not; each check says what it found."""
    checks = run_checks()
    # Without the database no page works; what else is wrong makes the shop worse, and is said.
    status = "ok" if all(result["ok"] for result in checks.values()) else "degraded"
    if not checks["database"]["ok"]:
        status = "unavailable"
    return JsonResponse(
        {"status": status, "version": VERSION, "checks": checks},
        status=503 if status == "unavailable" else 200,
    )


def run_checks() -> dict[str, Result]:
    """Everything the shop needs, by name, within a few seconds whatever state it is in."""
    # The stores are asked beside the database, so that the slowest decides and not the sum. Only
    # this thread speaks to the database: one more connection would be one too many when it is full.
    with ThreadPoolExecutor(max_workers=len(STORE_CHECKS)) as threads:
        asked = {name: threads.submit(_run, check) for name, check in STORE_CHECKS.items()}
        checks = {"database": _run(_database)}
        if checks["database"]["ok"]:
            checks |= {name: _run(check) for name, check in DATABASE_CHECKS.items()}
        return checks | {name: result.result() for name, result in asked.items()}


def _run(check: Callable[[], Result]) -> Result:
    try:
        return check()
    except DatabaseError as error:
        return _wrong(f"the database gives an error ({type(error).__name__})")
    except Exception as error:  # noqa: BLE001 - whatever a check meets is its answer
        # The kind of error, not its text: texts name hosts and accounts.
        return _wrong(f"cannot be reached ({type(error).__name__})")


def _wrong(message: str) -> Result:
    return {"ok": False, "message": message}


@contextmanager
def soon(*, milliseconds: int = STATEMENT_TIMEOUT_MS) -> Iterator[CursorWrapper]:
    """A cursor on which no statement waits long, for a lock above all."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {milliseconds:d}")
        yield cursor


def _database() -> Result:
    with soon():
        Product.objects.exists()  # no page without this table
    return {"ok": True}


def _pgvector() -> Result:
    with soon() as cursor:
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        row = cursor.fetchone()
    if row is None:
        return _wrong("the extension is not there; run: manage.py migrate")
    if tuple(int(part) for part in row[0].split(".")) < PGVECTOR_FLOOR:
        floor = ".".join(map(str, PGVECTOR_FLOOR))
        return {"version": row[0], **_wrong(f"{row[0]} is older than {floor}; update it")}
    return {"ok": True, "version": row[0]}


def _embeddings() -> Result:
    with soon():
        space = EmbeddingSpace.objects.live()
        if space is None:
            return _wrong("no embedding space is live; run: manage.py spaces create")
        rows = ImageEmbedding.objects.in_space(space)
        found = {
            "ok": True,
            "space": space.name,
            "pending": rows.pending().count(),
            "failed": rows.failed().count(),
        }
    return found | _wrong(space.note) if space.note else found


def _index() -> Result:
    """Without its index a space still answers rightly, but compares every picture."""
    with soon():
        found = [_index_problem(space) for space in EmbeddingSpace.objects.active()]
    problems = [problem for problem in found if problem]
    return _wrong("; ".join(problems)) if problems else {"ok": True}


def _index_problem(space: EmbeddingSpace) -> str:
    index = vector_index().report(space)
    if index.healthy:
        return ""
    if index.finds_too_few:
        return (
            f"the index of {space} finds {index.recall:.3f} of the nearest pictures, "
            f"less than {index.recall_floor}"
        )
    if index.progress:
        return f"the index of {space} is being built ({index.progress})"
    return f"the index of {space} is {index.status}"


def _cache() -> Result:
    cache.set("readyz", 1, 5)
    return {"ok": True} if cache.get("readyz") == 1 else _wrong("forgets at once what it is told")


def _broker() -> Result:
    """A broker that evicts would drop wake-ups silently; one that is full refuses them."""
    with open_client(settings.REDIS_URL, HEALTH) as store:
        memory = store.info("memory")
    policy = memory.get("maxmemory_policy", "unknown")
    if policy != "noeviction":
        return _wrong(f"its maxmemory-policy is {policy}; it must be noeviction")
    limit, used = memory.get("maxmemory", 0), memory.get("used_memory", 0)
    if limit and used >= limit:
        return _wrong(f"it is full: {used / MIB:.0f} of {limit / MIB:.0f} MB, and takes no message")
    return {"ok": True}


def _workers() -> Result:
    state = read_worker_state()
    missing = [queue for queue, alive in state.alive.items() if not alive]
    messages = [problem for problem in (state.problem, state.subject_problem) if problem]
    if missing:
        messages.append(f"no worker reads: {', '.join(missing)}")
    return _wrong("; ".join(messages)) if messages else {"ok": True}


def _beat() -> Result:
    if beat_is_alive(settings.CACHE_URL):
        return {"ok": True}
    return _wrong("beat sends nothing: what gets lost on its way to a worker is not healed")


DATABASE_CHECKS: dict[str, Callable[[], Result]] = {
    "pgvector": _pgvector,
    "embeddings": _embeddings,
    "index": _index,
}
STORE_CHECKS: dict[str, Callable[[], Result]] = {
    "cache": _cache,
    "broker": _broker,
    "workers": _workers,
    "beat": _beat,
}
