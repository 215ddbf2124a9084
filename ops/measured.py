"""Counts answers that the shop has promised something of, with all that a visitor waited for."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from monitoring.objectives.defined import PHOTO, SIMILAR, Objective
from monitoring.objectives.events import count_answer
from web.server.connections import WAITED

_PROMISED: dict[tuple[str, str], Objective] = {
    ("GET", "api:similar"): SIMILAR,
    ("GET", "shop:product"): SIMILAR,
    ("POST", "api:photo-searches"): PHOTO,
    ("POST", "shop:photo"): PHOTO,
}
"""By method and name of the address."""


class MeasuredMiddleware:
    """Stands in front of whatever may refuse or delay an answer; costs some microseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.monotonic()
        response = self.get_response(request)
        # In a thread of its own time, and before: in the line for one.
        seconds = time.monotonic() - begun + float(request.META.get(WAITED, 0))
        objective = _PROMISED.get((request.method or "", _name_of(request, response)))
        if objective is not None:
            count_answer(objective, status=response.status_code, seconds=seconds)
        return response


def _name_of(request: HttpRequest, response: HttpResponse) -> str:
    match = request.resolver_match
    if match is None and response.status_code >= 500:  # refused before anybody looked where it goes
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return ""
    return match.view_name if match else ""
