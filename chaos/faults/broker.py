"""The broker is down, frozen, forgetful or full: uploads succeed all the same."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from django.conf import settings

from chaos import processes
from chaos.fault import NotSurvivedError, fault
from chaos.shop import Shop
from demo.servers import revive_services
from infra.redis_clients import STARTING, open_client

UPLOADS = 50
UPLOAD_SECONDS = 3.0


@fault("F05", f"the broker is down during {UPLOADS} uploads")
def broker_down(shop: Shop) -> str:
    with _broker() as broker:
        broker.shutdown(save=True)
    shop.undo.callback(revive_services)
    return _upload(shop)


@fault("F06", f"the broker is frozen during {UPLOADS} uploads")
def broker_frozen(shop: Shop) -> str:
    with processes.frozen(_pid()):
        return _upload(shop)


@fault("F07", f"the broker forgets everything, with {UPLOADS} pictures waiting")
def broker_forgets(shop: Shop) -> str:
    processes.kill(shop.worker)
    told = _upload(shop)
    shop.say("kill -9 of the broker; its files are deleted")
    os.kill(_pid(), signal.SIGKILL)
    shutil.rmtree(Path(settings.VITRINE_DATA) / "redis" / "broker")
    return told


@fault("F08", "the broker is full, and drops what is oldest")
def broker_full(shop: Shop) -> str:
    with _broker() as broker:
        broker.config_set("maxmemory", 1)
        shop.undo.callback(_make_room)
        told = _upload(shop)
        broker.config_set("maxmemory-policy", "allkeys-lru")
        if "noeviction" not in shop.get("/readyz")[1]:
            raise NotSurvivedError("/readyz does not say that the broker may drop messages")
    return told


def _upload(shop: Shop) -> str:
    sent = shop.ledger.send(UPLOADS)
    if sent.refused:
        raise NotSurvivedError(f"{len(sent.refused)} uploads were refused")
    shop.expect_within(sent.slowest, UPLOAD_SECONDS, "the slowest upload")
    return f"the slowest upload took {sent.slowest:.1f} s"


def _make_room() -> None:
    with _broker() as broker:
        broker.config_set("maxmemory", 0)
        broker.config_set("maxmemory-policy", "noeviction")


def _pid() -> int:
    with _broker() as broker:
        return int(broker.info("server")["process_id"])


@contextmanager
def _broker() -> Iterator[redis.Redis]:
    with open_client(settings.REDIS_URL, STARTING) as client:
        yield client
