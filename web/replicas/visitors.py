"""Which requests a replica may answer; decided here and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def is_reading(request: HttpRequest) -> bool:
    """Whether it changes nothing, by HTTP's own promise."""
    return request.method in _SAFE


def may_read_replica(request: HttpRequest) -> bool:
    """Pages of the shop and reads of the API, for visitors.

    Never staff, who are known by their session, nor the admin: what they see they are about to
    change. By the request's first lines alone, as to know who asks would take a statement.
    """
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path.startswith(reverse("admin:index"))
    )
