"""Each request has a name, X-Request-ID, by which its lines in logs and traces are found again.

Whoever calls may bring one along, such as a front-end or a proxy that logs the same name; otherwise
one is made up. It goes back with the answer, so that somebody who reports a fault can name it.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"

# Of proxies (32 or 36 hex digits), tracing systems (with colons and slashes) and people. Nothing
# that could end a line of a log, or be taken for a part of it.
_VALID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
_current: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdMiddleware:
    """Name the request; what comes along is kept where it is a plain short word."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        brought = request.headers.get(HEADER, "")
        name = brought if _VALID.fullmatch(brought) else uuid.uuid4().hex
        _current.set(name)
        response = self.get_response(request)
        response[HEADER] = name
        return response


@receiver(request_finished)
def forget_request(**kwargs: object) -> None:
    """Once it is answered: Django itself still logs refusals after the last middleware."""
    _current.set("")


class NameRequest(logging.Filter):
    """Give each line of a log the name of the request that it was written for; "-" for none."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get() or "-"
        return True
