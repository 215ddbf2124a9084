"""The shop as an ASGI application, for benchmarks/pages/processes.py alone.

Django gives each request a thread of its own there, so no connection outlives its request:
https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-connections
"""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("PGOPTIONS", "-c statement_timeout=4s -c lock_timeout=2s")
application = get_asgi_application()

from django.db import connections  # noqa: E402 - the settings are there by now

for database in connections.settings.values():
    database["CONN_MAX_AGE"] = 0
