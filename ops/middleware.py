"""/livez, /readyz and /metrics, answered before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ops.health import livez, readyz
from ops.metrics import metrics


class HealthMiddleware:
    """Answer /livez, /readyz and /metrics before anything else, whatever host name was asked for.

    Whoever looks after the process asks it by its address, which is none of the shop's names.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/livez":
            return livez(request)
        if request.path == "/readyz":
            return readyz(request)
        if request.path == "/metrics":
            return metrics(request)
        return self.get_response(request)
