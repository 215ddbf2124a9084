"""How gunicorn serves the shop: `gunicorn --config config/gunicorn.py config.wsgi`.

The number of processes comes from gunicorn's own variable WEB_CONCURRENCY (1 when unset).
"""

from __future__ import annotations

import gc
import os
import sys

from gunicorn.arbiter import Arbiter

from config.env import EnvironmentInvalidError
from config.services import EmbeddedServerError, ensure_services
from ops.tracing import is_tracing_wanted

# A search multiplies matrices of a few hundred rows. Threads of OpenBLAS that wait for each other
# on a busy machine made that 8 ms instead of 0.5, and similar items 18 ms instead of 9.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

bind = "0.0.0.0:8000"
# Reads a request to its end before it gives a thread to it: slow visitors cost nothing.
worker_class = "web.server.worker.BufferingWorker"
# Threads, because a photo search waits up to 1.5 s for its worker while the processor is idle.
threads = 4
# Well over PostgreSQL's statement timeout (config/wsgi.py): a process is replaced only if it hangs.
timeout = 30
graceful_timeout = 20
# Heartbeats go through a file: in memory, so that a slow disk is never taken for a hanging process.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes its files there by mkstemp
# Whatever leaks is given back now and then; the jitter keeps the processes from going together.
max_requests = 10_000
max_requests_jitter = 1_000
accesslog = "-"


def on_starting(server: Arbiter) -> None:
    """Start the embedded servers that are missing, and load the shop, once for all processes."""
    try:
        ensure_services()
    except (EmbeddedServerError, EnvironmentInvalidError) as error:
        sys.exit(str(error))
    # What records must begin in each process that works (ops/apps.py), before the shop is loaded.
    if not is_tracing_wanted():
        _load(server)


def _load(server: Arbiter) -> None:
    """Load the shop before the processes are forked, which then share most of its memory.

    gunicorn's own `preload_app` would do so before there are servers, whose key the settings want.
    """
    server.app.wsgi()
    from django.urls import reverse

    reverse("admin:index")  # reads all addresses, which Django else does at the first request
    gc.collect()
    gc.freeze()  # a collection in a child would write to every page of what it shares
