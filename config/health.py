"""Whether the process lives, and whether everything it needs is there; for whoever is on call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.utils.url import parse_url

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.worker_state import read_worker_state

_TIMEOUT_SECONDS = 1.0

# Without these no page works; what else is wrong makes the shop worse, and is said.
ESSENTIAL = {"database"}


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """What works: 200 while pages can be served, 503 when not; each check says what it found."""
    checks = {name: _run(check) for name, check in CHECKS.items()}
    broken = [name for name, result in checks.items() if not result["ok"]]
    status = "ok" if not broken else "degraded"
    if ESSENTIAL & set(broken):
        status = "unavailable"
    return JsonResponse(
        {"status": status, "checks": checks}, status=503 if status == "unavailable" else 200
    )


def _run(check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return check()
    except Exception as error:
        # The kind of error, not its text: texts name hosts and accounts.
        return {"ok": False, "message": f"cannot be reached ({type(error).__name__})"}


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        row = cursor.fetchone()
    return {"ok": row is not None, "pgvector": row and row[0]}


def _cache() -> dict[str, Any]:
    cache.set("readyz", 1, 5)
    return {"ok": cache.get("readyz") == 1}


def _broker() -> dict[str, Any]:
    """A broker that evicts would drop wake-ups silently."""
    policy = _broker_client().info("memory").get("maxmemory_policy", "unknown")
    if policy == "noeviction":
        return {"ok": True}
    return {"ok": False, "message": f"its maxmemory-policy is {policy}; it must be noeviction"}


def _broker_client() -> redis.Redis:
    url = settings.REDIS_URL
    options: dict[str, Any] = {
        "socket_timeout": _TIMEOUT_SECONDS,
        "socket_connect_timeout": _TIMEOUT_SECONDS,
    }
    if url.startswith("redis+socket://"):
        return redis.Redis(unix_socket_path="/" + parse_url(url)["virtual_host"], **options)
    return redis.Redis.from_url(url, **options)


def _workers() -> dict[str, Any]:
    state = read_worker_state()
    missing = [queue for queue, alive in state.alive.items() if not alive]
    messages = [state.problem] if state.problem else []
    if missing:
        messages.append(f"no worker reads: {', '.join(missing)}")
    return {"ok": not messages, **({"message": "; ".join(messages)} if messages else {})}


def _embeddings() -> dict[str, Any]:
    space = EmbeddingSpace.objects.live()
    if space is None:
        return {"ok": False, "message": "no embedding space is live; run: manage.py spaces create"}
    rows = ImageEmbedding.objects.in_space(space)
    result = {
        "ok": not space.note,
        "space": space.name,
        "pending": rows.pending().count(),
        "failed": rows.failed().count(),
    }
    return {**result, **({"message": space.note} if space.note else {})}


CHECKS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": _database,
    "cache": _cache,
    "broker": _broker,
    "workers": _workers,
    "embeddings": _embeddings,
}
