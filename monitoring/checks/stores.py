"""What must hold beside the database: cache, broker, workers and beat."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache

from embeddings.worker.state import read_worker_state
from infra.redis_clients import HEALTH, open_client
from monitoring.beat import beat_is_alive
from monitoring.checks.outcome import Check, Result, wrong

MIB = 1024**2


def check_cache() -> Result:
    cache.set("readyz", 1, 5)
    return {"ok": True} if cache.get("readyz") == 1 else wrong("forgets at once what it is told")


def check_broker() -> Result:
    """A broker that evicts would drop wake-ups silently; one that is full refuses them."""
    with open_client(settings.REDIS_URL, HEALTH) as store:
        memory = store.info("memory")
    policy = memory.get("maxmemory_policy", "unknown")
    if policy != "noeviction":
        return wrong(f"its maxmemory-policy is {policy}; it must be noeviction")
    limit, used = memory.get("maxmemory", 0), memory.get("used_memory", 0)
    if limit and used >= limit:
        return wrong(f"it is full: {used / MIB:.0f} of {limit / MIB:.0f} MB, and takes no message")
    return {"ok": True}


def check_workers() -> Result:
    state = read_worker_state()
    missing = [queue for queue, alive in state.alive.items() if not alive]
    messages = [problem for problem in (state.problem, state.subject_problem) if problem]
    if missing:
        messages.append(f"no worker reads: {', '.join(missing)}")
    return wrong("; ".join(messages)) if messages else {"ok": True}


def check_beat() -> Result:
    if beat_is_alive(settings.CACHE_URL):
        return {"ok": True}
    return wrong("beat sends nothing: what gets lost on its way to a worker is not healed")


STORE_CHECKS: dict[str, Check] = {
    "cache": check_cache,
    "broker": check_broker,
    "workers": check_workers,
    "beat": check_beat,
}
