"""In which language a page answers: its address says so, and nothing else.

/p/vase/ is in the shop's own language, /de/p/vase/ the same page in German. So an address can be
shared, kept by a proxy and read by a search engine, and no cookie is needed to choose
(docs/adr/0030-languages-in-addresses.md).
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponsePermanentRedirect, HttpResponseRedirectBase
from django.utils import translation

from web.languages.addresses import named_in


class LanguageMiddleware:
    """Speak the language of the address for as long as the request lasts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = named_in(request.path_info)
        if named == settings.LANGUAGE_CODE:  # the shop's own needs no name: one address each
            return HttpResponsePermanentRedirect(_rest_with_query(request, named))
        with translation.override(named or settings.LANGUAGE_CODE):
            response = self.get_response(request)
        if not isinstance(response, HttpResponseRedirectBase):
            response.headers.setdefault("Content-Language", named or settings.LANGUAGE_CODE)
        return response


def _rest_with_query(request: HttpRequest, named: str) -> str:
    # "/en//example.org" must not lead to another host.
    return "/" + request.get_full_path().removeprefix(f"/{named}").lstrip("/")
