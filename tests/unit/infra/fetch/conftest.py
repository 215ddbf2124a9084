"""A real server on this machine, and sessions that may ask it."""

from __future__ import annotations

import django

from tests.fixtures.web import inside, open_session, places, web

__all__ = ["inside", "open_session", "places", "web"]

# A refusal's sentence is translated, which Django does once it knows its apps.
django.setup()
