"""Answers that follow from the catalogue alone have a name before they are worked out.

    class BrandsView(PublicView):
        @named_by_state
        def get(self, request): ...

Who has the answer already hears 304 for the price of one short statement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.request import Request

from catalog.state.reading import catalogue_state, one_state
from catalog.translations.reading import wanted_language
from infra.conf import PREFIX
from infra.process_state import PerProcess
from infra.version import VERSION
from web.public_address import answered_url

Handler = Callable[..., HttpResponseBase]
_SETTINGS = ("LANGUAGE_CODE", "MEDIA_URL", "TIME_ZONE", "FORCE_SCRIPT_NAME")


def named_by_state(handler: Handler) -> Handler:
    """Of a view's `get` whose answer depends on products, categories, pictures and the address.

    Not where words are searched for, nor in another language than the shop's own: what they find,
    and what attributes are called, depends on dictionaries as well.
    """

    @wraps(handler)
    @one_state()
    def answered(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.query_params.get("search") or wanted_language():
            return handler(view, request, *args, **kwargs)
        etag = _name_of_answer(request)
        known = get_conditional_response(request._request, etag=etag)
        if known is not None and known.status_code == 304:
            known["ETag"] = etag
            return known
        response = handler(view, request, *args, **kwargs)
        if response.status_code == 200:
            response["ETag"] = etag
        return response

    return answered


def _name_of_answer(request: Request) -> str:
    """Weak: the same to read, compressed or not."""
    state = catalogue_state()
    address = answered_url(request, request.get_full_path())
    said = (_way_of_answering.get(), address, state.products, state.pictures)
    digest = hashlib.blake2b("\n".join(said).encode(), digest_size=12)
    return f'W/"{digest.hexdigest()}"'


def _read_way() -> str:
    """What else an answer depends on: the code and the settings, the same in all processes."""
    names = sorted(name for name in dir(settings) if name.startswith(PREFIX))
    told = [f"{name}={getattr(settings, name, None)}" for name in (*names, *_SETTINGS)]
    return "\n".join([VERSION, *told])


_way_of_answering = PerProcess(_read_way)
