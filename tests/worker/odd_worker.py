"""A worker application in which chosen pictures misbehave.

    celery -A tests.worker.odd_worker worker

ODD_PICTURES maps sha256 to what happens when the picture is decoded (`segfault`, `memory`, `hang`
or a number of seconds that it takes; `*` stands for all others), or when the worker itself has it
in hand: `worker-segfault`, `worker-memory`, `worker-hang`. A task is stopped after ODD_TIME_LIMIT
seconds, and takes batches for half of them. With ODD_FREEZE_MS the broker freezes for so long on
the first message that it is thanked for. ODD_CLOCK_SECONDS is how far its clock is ahead.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import redis
from celery.signals import task_received, worker_process_init
from kombu.transport.redis import QoS

from chaos.clock import set_clock_ahead
from config.celery import app
from embeddings.conf import DRAIN_SECONDS

if TYPE_CHECKING:
    from celery.worker.request import Request

    from embeddings.pipeline.encoders.space_encoder import SpaceEncoder

__all__ = ["app"]

set_clock_ahead(float(os.environ.get("ODD_CLOCK_SECONDS", "0")))
_TIME_LIMIT = int(os.environ.get("ODD_TIME_LIMIT", app.conf.task_time_limit))
app.conf.task_time_limit = _TIME_LIMIT

_ODD = json.loads(os.environ["ODD_PICTURES"])


@task_received.connect
def _keep_to_the_limit(request: Request, **kwargs: object) -> None:
    """A message has the limit of the process that sent it, which would go before ours."""
    request.time_limits = (None, None)


@worker_process_init.connect
def _misbehave(**kwargs: object) -> None:
    from embeddings.queue import Job
    from embeddings.worker import batch, decoders, embed

    vars(embed)["DRAIN_SECONDS"] = min(DRAIN_SECONDS, _TIME_LIMIT / 2)
    decoders.COMMAND = (sys.executable, "-m", "tests.worker.odd_decoder")
    prepare_jobs = vars(batch)["prepare_jobs"]

    def prepare_odd_jobs(jobs: Sequence[Job], encoder: SpaceEncoder) -> object:
        for job in jobs:
            match _ODD.get(job.digest):
                case "worker-segfault":
                    os.kill(os.getpid(), signal.SIGSEGV)
                case "worker-memory":
                    raise MemoryError
                case "worker-hang":
                    time.sleep(3600)
        return prepare_jobs(jobs, encoder)

    vars(batch)["prepare_jobs"] = prepare_odd_jobs


if _FREEZE_MS := int(os.environ.get("ODD_FREEZE_MS", "0")):
    _ack = QoS.ack

    def _ack_frozen(self: QoS, delivery_tag: str) -> None:
        setattr(QoS, "ack", _ack)  # noqa: B010 - as mypy has it, a method stays what it is
        path = os.environ["REDIS_URL"].removeprefix("redis+socket://")
        redis.Redis(unix_socket_path=path).client_pause(_FREEZE_MS)
        _ack(self, delivery_tag)

    setattr(QoS, "ack", _ack_frozen)  # noqa: B010
