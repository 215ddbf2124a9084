"""What is nowhere just now may be there in a minute: no cache keeps that it was not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views import defaults


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404.

    A cache may keep a 404 that says nothing of it for as long as it thinks fit (RFC 9110, 15.5.5).
    A product just published would stay away, and staff would not see the preview of a draft.
    """
    response: HttpResponse = defaults.page_not_found(request, exception)
    response["Cache-Control"] = "no-store"
    return response
