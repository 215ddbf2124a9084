"""For whoever is on call: health, readiness, metrics, traces."""

from __future__ import annotations

from celery.signals import beat_init, worker_process_init, worker_process_shutdown
from django.apps import AppConfig

from ops.tracing import flush_tracing, is_tracing_wanted, set_up_tracing


class OpsConfig(AppConfig):
    name = "ops"

    def ready(self) -> None:
        if is_tracing_wanted():
            # In each process that works, not before it is forked: the web's is in config/wsgi.py.
            worker_process_init.connect(_trace_worker)
            worker_process_shutdown.connect(flush_tracing)
            beat_init.connect(_trace_beat)


def _trace_worker(**kwargs: object) -> None:
    set_up_tracing("worker")


def _trace_beat(**kwargs: object) -> None:
    set_up_tracing("beat")
