"""The web process's entry point."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from ops.tracing import set_up_tracing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A page waits for a lock or a slow statement only so long: a pile of waiting requests would
# outlive its cause. With 3 s for a thread and 3 s for statements before (web/conf.py), nothing
# waits over 10 s. Read by libpq at connect; commands and workers stay unbounded.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=4s -c lock_timeout=2s")
set_up_tracing("web")
application = get_wsgi_application()
