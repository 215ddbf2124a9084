"""A receiver on this machine that answers as a test says, and messages on their way to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from infra.fetch.session import FetchSession
from tests.factories import EndpointFactory
from tests.fixtures.web import inside, open_session, places, web
from tests.scripted_server import ScriptedServer, reply
from webhooks.delivery.working import work
from webhooks.models import Endpoint

__all__ = ["inside", "open_session", "places", "web"]


@pytest.fixture
def receiver(web: ScriptedServer) -> ScriptedServer:
    """It takes everything at /hook."""
    web.answers["/hook"] = reply(b"ok")
    return web


@pytest.fixture
def endpoint(db: None, receiver: ScriptedServer) -> Endpoint:
    return EndpointFactory.create(address=receiver.url("/hook"))


@pytest.fixture
def deliver(open_session: Callable[..., FetchSession]) -> Callable[..., bool]:
    """Work as a worker does: deliver(total_seconds=0.3)."""
    return lambda **rules: work(seconds=5, open_session=partial(open_session, **rules))
