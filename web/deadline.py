"""What waits gives up: a request that came too late to its thread, or waits for PostgreSQL.

A single statement is bounded by PostgreSQL itself (config/wsgi.py). Their sum was not: with one
table locked, requests waited one after another, and each of them for several statements.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from web.conf import conf
from web.failures.unavailable import unavailable
from web.server.connections import WAITED


class DeadlineMiddleware:
    """Answer 503 to what has waited for a thread, and end what has waited for the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get(WAITED, 0) > conf.MAX_WAIT_FOR_THREAD_SECONDS:
            return unavailable(request)
        with connection.execute_wrapper(_Patience(_seconds_for(request))):
            return self.get_response(request)


def _seconds_for(request: HttpRequest) -> float:
    """Staff work on many rows at once, and are few: what they do may take longer in all.

    By the address alone: to know who asks would take a statement.
    """
    if request.path.startswith(reverse("admin:index")):
        return conf.MAX_STAFF_DATABASE_SECONDS
    return conf.MAX_DATABASE_SECONDS


class _Patience:
    """Counts the seconds of all statements; raises OperationalError before one too many."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        if self._left <= 0:
            raise OperationalError("the statements of one request took too long together")
        started = time.monotonic()
        try:
            return execute(*args)
        finally:
            self._left -= time.monotonic() - started
