"""/livez, /readyz and /metrics, answered before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ops.health import livez, readyz
from ops.metrics import metrics

_ANSWERS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/livez": livez,
    "/readyz": readyz,
    "/metrics": metrics,
}


class HealthMiddleware:
    """Answer /livez, /readyz and /metrics before anything else, whatever host name was asked for.

    Whoever looks after the process asks it by its address, which is none of the shop's names.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = _ANSWERS.get(request.path)
        if answer is None:
            return self.get_response(request)
        response = answer(request)
        # What Django's own middleware adds to pages comes after this one.
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Length"] = str(len(response.content))
        return response
