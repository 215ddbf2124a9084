"""The receiver that the documents show runs, and takes what the shop sends."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as shop

from tests.factories import EndpointFactory, ProductFactory
from tests.waiting import wait_until
from webhooks.delivery.working import work
from webhooks.events import Event
from webhooks.models import Message

PAGE = Path(shop.BASE_DIR) / "docs" / "howto" / "webhooks.md"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.django_db
def test_the_receiver_of_the_page_takes_a_change_once(tmp_path, settings) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (tmp_path / "receiver.py").write_text(program)
    port = free_port()
    settings.VITRINE_WEBHOOK_PORTS = (port,)
    settings.VITRINE_WEBHOOK_OWN_NETWORKS = "127.0.0.0/8"
    endpoint = EndpointFactory.create(address=f"http://127.0.0.1:{port}/")
    receiver = subprocess.Popen(
        [sys.executable, "receiver.py", str(port), endpoint.secret],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        wait_until(lambda: listens(port), 20)
        ProductFactory.create(sku="A-1")
        work(seconds=5)
        Message.objects.update(state="waiting")
        work(seconds=5)
        assert [row.state for row in Message.objects.all()] == [Message.State.TAKEN]
    finally:
        receiver.kill()
        said, _nothing = receiver.communicate()
    assert said.splitlines() == ["product.created A-1"]


def test_the_page_names_every_type() -> None:
    named = set(re.findall(r"`(\w+\.\w+)`", PAGE.read_text()))
    assert set(Event.values) <= named
