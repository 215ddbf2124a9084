"""A span and a measured time for every SQL statement.

OpenTelemetry's own instrumentation of psycopg wraps the cursors that Django makes, and misses the
shop's prepared ones, which are the driver's own; Django's wrappers see both.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from opentelemetry import metrics, trace
from opentelemetry.trace import SpanKind

_MAX_CHARACTERS = 2_000


class StatementRecorder:
    """An execute wrapper: what it wraps appears as a client span of the database."""

    def __init__(self) -> None:
        self._tracer = trace.get_tracer("vitrine.database")
        self._seconds = metrics.get_meter("vitrine.database").create_histogram(
            "db.client.operation.duration", unit="s", description="How long statements take."
        )

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        text = str(sql).strip()
        operation = text.split(None, 1)[0].upper() if text else ""
        known = {"db.system.name": "postgresql", "db.operation.name": operation}
        settings = context["connection"].settings_dict
        started = time.perf_counter()
        # Never the parameters: they are what shoppers and staff have typed.
        with self._tracer.start_as_current_span(
            operation or "statement",
            kind=SpanKind.CLIENT,
            attributes={
                **known,
                "db.namespace": settings["NAME"],
                "db.query.text": text[:_MAX_CHARACTERS],
            },
        ):
            try:
                return execute(sql, params, many, context)
            finally:
                self._seconds.record(time.perf_counter() - started, known)


def record_statements() -> None:
    """Record what goes over each connection of this process, those to come included."""
    recorder = StatementRecorder()

    def watch(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
        if not any(isinstance(each, StatementRecorder) for each in connection.execute_wrappers):
            # The recorder goes in front, for leaving `execute_wrapper` removes whichever wrapper is
            # last.
            connection.execute_wrappers.insert(0, recorder)

    connection_created.connect(watch, weak=False, dispatch_uid="vitrine.traced_statements")
    for connection in connections.all(initialized_only=True):
        watch(connection)
