"""Pages that browsers and CDNs may keep, if they ask each time whether they are still true.

A price or a stock of a minute ago is a wrong one, so nobody shows a page without having asked; but
whoever has it already hears 304 instead of 60 kB.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def revalidated(view: View[Parameters]) -> View[Parameters]:
    """For a view whose page is the same for everybody who has no session and no message waiting.

    The language stands in the address, so the answer varies with no header. A page that has a
    Cache-Control of its own, and any answer but 200, stays as it is.
    """

    @wraps(view)
    def answer(
        request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or response.has_header("Cache-Control"):
            return response
        if not request.COOKIES.keys().isdisjoint(_personal_cookies()):
            response["Cache-Control"] = "private, no-cache"
            return response
        response["Cache-Control"] = "public, no-cache"
        response["ETag"] = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
        return get_conditional_response(request, response["ETag"], None, response) or response

    return answer


def _personal_cookies() -> set[str]:
    """Staff see links of their own, and a message is shown once."""
    return {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
