"""What must hold beside the database: cache, broker, workers, beat, and a bucket of pictures."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from catalog.images.storage import picture_storage
from embeddings.worker.state import read_worker_state
from infra.files.away import StorageAwayError
from infra.redis_clients import HEALTH, open_client
from monitoring.beat import beat_is_alive
from monitoring.checks.outcome import Check, Result, wrong

MIB = 1024**2


def check_cache() -> Result:
    cache.set("readyz", 1, 5)
    return {"ok": True} if cache.get("readyz") == 1 else wrong(_("forgets at once what it is told"))


def check_broker() -> Result:
    """A broker that evicts would drop wake-ups silently; one that is full refuses them."""
    with open_client(settings.REDIS_URL, HEALTH) as store:
        memory = store.info("memory")
    policy = memory.get("maxmemory_policy", "unknown")
    if policy != "noeviction":
        told = _("its maxmemory-policy is %(policy)s; it must be noeviction")
        return wrong(told % {"policy": policy})
    limit, used = memory.get("maxmemory", 0), memory.get("used_memory", 0)
    if limit and used >= limit:
        told = _("it is full: %(used)d of %(limit)d MB, and takes no message")
        return wrong(told % {"used": used // MIB, "limit": limit // MIB})
    return {"ok": True}


def check_workers() -> Result:
    state = read_worker_state()
    missing = [queue for queue, alive in state.alive.items() if not alive]
    messages = [problem for problem in (state.problem, state.subject_problem) if problem]
    if missing:
        messages.append(_("no worker reads: %(queues)s") % {"queues": ", ".join(missing)})
    return wrong("; ".join(messages)) if messages else {"ok": True}


def check_beat() -> Result:
    if beat_is_alive(settings.CACHE_URL):
        return {"ok": True}
    return wrong(_("beat sends nothing: what gets lost on its way to a worker is not healed"))


def check_pictures() -> Result:
    """The bucket that pictures lie in; those in a folder need no server."""
    try:
        picture_storage().look()
    except StorageAwayError as error:
        return wrong(_("pictures are neither shown nor taken: %(why)s") % {"why": error.strerror})
    return {"ok": True}


def store_checks() -> dict[str, Check]:
    """Those that this shop has a use for."""
    bucket = {"pictures": check_pictures} if picture_storage().is_a_server else {}
    return STORE_CHECKS | bucket


STORE_CHECKS: dict[str, Check] = {
    "cache": check_cache,
    "broker": check_broker,
    "workers": check_workers,
    "beat": check_beat,
}
