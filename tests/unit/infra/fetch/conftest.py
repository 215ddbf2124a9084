"""A real server on this machine, and sessions that may ask it although it is not public."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from ipaddress import ip_network
from typing import Any

import django
import pytest

from infra.fetch import FetchRules, FetchSession
from tests.scripted_server import ScriptedServer

# A refusal's sentence is translated, which Django does once it knows its apps.
django.setup()

OpenSession = Callable[..., FetchSession]


class OpenPlaces:
    """Lets everybody ask at once, and notes which host wants to be left alone."""

    def __init__(self) -> None:
        self.paused: dict[str, float] = {}

    def take(
        self, host: str, *, wait_seconds: float, stopped: threading.Event
    ) -> AbstractContextManager[None]:
        return nullcontext()

    def pause(self, host: str, seconds: float) -> None:
        self.paused[host] = seconds


@pytest.fixture
def web() -> Iterator[ScriptedServer]:
    """The one server that may be asked: 127.0.0.1, not the rest of the machine."""
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def inside(web: ScriptedServer) -> Iterator[ScriptedServer]:
    """A server that must never be asked: on the other's port, so that only the address decides."""
    with ScriptedServer("127.0.0.2", port=web.port) as server:
        yield server


@pytest.fixture
def places() -> OpenPlaces:
    return OpenPlaces()


@pytest.fixture
def open_session(places: OpenPlaces) -> Iterator[OpenSession]:
    """Make a session whose every wait is short: open_session(total_seconds=0.3)."""
    with ExitStack() as sessions:

        def open_one(
            *, own: str = "127.0.0.1/32", options: dict[str, Any] | None = None, **rules: Any
        ) -> FetchSession:
            defaults = {
                "ports": range(1, 65_536),
                "own_networks": (ip_network(own),),
                "total_seconds": 20.0,
                "retry_seconds": 0.02,
            }
            session = FetchSession(
                rules=FetchRules(**{**defaults, **rules}), places=places, **(options or {})
            )
            return sessions.enter_context(session)

        yield open_one
