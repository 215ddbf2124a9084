"""Forms that anybody may send, taken from pages of this shop only, and without a cookie.

Django proves that a form is the shop's own by a token in a cookie, which every page with such a
form would set. Who searches with a photo has no session that another site could misuse: that the
browser names our own address as the form's origin is proof enough. Browsers have done so for each
POST since 2020.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, RejectRequest
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]


class _OriginMiddleware(CsrfViewMiddleware):
    """Django's check of the origin (CSRF_TRUSTED_ORIGINS counts), without that of a token."""

    def process_request(self, request: HttpRequest) -> None:
        """Read no cookie."""

    def _check_token(self, request: HttpRequest) -> None:
        # Called once the origin was found to be ours, or was not named at all.
        if "HTTP_ORIGIN" not in request.META:
            raise RejectRequest("No origin is named.")


def from_own_pages(view: View) -> View:
    """Let a view take forms of this shop's own pages; those of others are answered with 403."""
    checked: View = csrf_exempt(decorator_from_middleware(_OriginMiddleware)(view))
    return checked
