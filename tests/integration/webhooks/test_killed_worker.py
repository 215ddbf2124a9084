"""A worker that dies between sending and noting: the receiver hears it again, under the same id."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import connection

from tests.factories import EndpointFactory
from tests.scripted_server import reply
from tests.waiting import wait_until
from webhooks.models import Attempt, Message
from webhooks.outbox.sending_anew import send_test


@pytest.mark.django_db(transaction=True)
def test_a_message_of_a_killed_worker_is_sent_again_by_another(web, deliver) -> None:
    held = threading.Event()
    web.answers["/hook"] = [lambda connection, asked: held.wait(60) and False, reply()]
    send_test(EndpointFactory.create(address=web.url("/hook")))
    database = connection.settings_dict
    killed = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c"]
        + ["from webhooks.tasks import work_on_webhooks as work; work()"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"postgresql://postgres@{database['HOST'].replace('/', '%2F')}/"
            f"{database['NAME']}",
            "REDIS_URL": settings.REDIS_URL,
            "CACHE_URL": settings.CACHE_URL,
            "VITRINE_WEBHOOK_OWN_NETWORKS": "127.0.0.1/32",
            "VITRINE_WEBHOOK_PORTS": f"80,{web.port}",
        },
    )
    try:
        wait_until(lambda: len(web.asked) == 1, 60)
    finally:
        killed.kill()
        killed.wait()
        held.set()
    assert not Attempt.objects.exists()
    assert Message.objects.get().claim
    deliver()
    assert len(web.asked) == 1  # the lease of the dead holds
    Message.objects.update(lease_expires_at="2026-01-01T00:00Z")
    deliver()
    assert len(web.asked) == 2
    assert web.headers(0)["webhook-id"] == web.headers(1)["webhook-id"]
    assert web.bodies[0] == web.bodies[1]
    assert Message.objects.get().state == Message.State.TAKEN
