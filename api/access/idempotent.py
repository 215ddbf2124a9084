"""`Idempotency-Key`: the same call, sent again because its answer was lost, is done once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.refused import CallRefusedError
from web.idempotency.errors import OtherRequestError, StillUnderWayError
from web.idempotency.models import MAX_NAME
from web.idempotency.once import Answer, answer_once
from web.keys.models import ApiKey

HEADER = "Idempotency-Key"
_KEPT_HEADERS = ("ETag", "Location")

Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Handler:
    """Of a view's method that writes by key. Without the header each call is done."""

    @wraps(handler)
    def answered(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        name = request.headers.get(HEADER)
        if name is None or not isinstance(request.auth, ApiKey):
            return handler(view, request, *args, **kwargs)
        if not 0 < len(name) <= MAX_NAME or not name.isprintable():
            sentence = _("It has 1 to %(most)s characters.") % {"most": MAX_NAME}
            raise ValidationError({HEADER: [sentence]}, "invalid")

        def work() -> Answer:
            return _as_answer(handler(view, request, *args, **kwargs))

        try:
            answer = answer_once(request.auth, name, fingerprint=_fingerprint(request), work=work)
        except StillUnderWayError:
            sentence = _("The same call is under way; ask again in a moment.")
            headers = {"Retry-After": "1"}
            raise CallRefusedError(409, "under_way", sentence, headers=headers) from None
        except OtherRequestError:
            sentence = _("Another call had this Idempotency-Key before; make up a new one.")
            raise CallRefusedError(422, "idempotency_key_used", sentence) from None
        response = Response(answer.body, status=answer.status, headers=answer.headers)
        if answer.is_repeated:
            response["Idempotency-Replayed"] = "true"
        return response

    return answered


def _as_answer(response: Response) -> Answer:
    body = None if response.data is None else json.loads(JSONRenderer().render(response.data))
    headers = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
    return Answer(response.status_code, body, headers)


def _fingerprint(request: Request) -> str:
    """Of what is asked, not of how it is written: boundaries and blanks differ each time."""
    digest = hashlib.sha256()
    for part in (request.method or "", request.get_full_path(), *_parts(request.data)):
        digest.update(f"{len(part)} {part}\n".encode())
    return digest.hexdigest()


def _parts(data: Any) -> Iterator[str]:
    if not isinstance(data, QueryDict):
        yield json.dumps(data, sort_keys=True, default=str)
        return
    for name, values in sorted(data.lists()):
        for value in values:
            yield name
            yield _digest_of(value) if isinstance(value, UploadedFile) else str(value)


def _digest_of(file: UploadedFile[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
