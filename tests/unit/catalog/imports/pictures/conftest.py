"""A real server on this machine, and sessions that may ask it."""

from __future__ import annotations

from tests.fixtures.web import open_session, places, web

__all__ = ["open_session", "places", "web"]
