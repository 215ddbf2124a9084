"""The Celery application: `celery -A config.celery worker` and `beat`."""

from __future__ import annotations

import gc
import os
import socket

from celery import Celery
from celery.app.utils import Settings
from celery.signals import celeryd_init, worker_before_create_process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("vitrine", loader="config.celery_loader:ServersFirstLoader")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def bound_a_lost_workers_transactions(**kwargs: object) -> None:
    """Have PostgreSQL let go of what a worker had locked whose host is lost, or frozen.

    A lost one after 30 s, a frozen one, whose kernel answers, after five minutes in which it says
    nothing within a transaction. Read by libpq at connect, as in config/wsgi.py.
    """
    os.environ.setdefault(
        "PGOPTIONS",
        "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 "
        "-c idle_in_transaction_session_timeout=300s",
    )


@celeryd_init.connect
def wait_for_a_frozen_broker(conf: Settings, **kwargs: object) -> None:
    """Let a worker wait where a web process gives up, for as long as the broker's host is there.

    A worker that gave up thanking for a message would count it as unfinished for ever, and take
    no other (Celery 5.7; seen after a freeze of 2.5 s). A host that is gone ends the wait.
    """
    conf.broker_transport_options = {"socket_keepalive": True}
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
        unanswered = {socket.TCP_USER_TIMEOUT: 30_000}  # ms
        conf.broker_transport_options["socket_keepalive_options"] = unanswered


@worker_before_create_process.connect
def share_memory(**kwargs: object) -> None:
    """Have a child share what its parent has loaded.

    A collection of garbage in either of them would else write to every page of it.
    """
    gc.collect()
    gc.freeze()
