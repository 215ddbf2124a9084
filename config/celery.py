"""The Celery application: `celery -A config.celery worker` and `beat`."""

from __future__ import annotations

import os
import socket

from celery import Celery
from celery.app.utils import Settings
from celery.signals import celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("vitrine", loader="config.celery_loader:ServersFirstLoader")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


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
