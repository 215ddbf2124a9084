"""The key that came with a request, if one did."""

from __future__ import annotations

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from api.access.errors import REALM, key_refused, may_not_forward
from web.client_address import name_shopper
from web.keys.finding import KeyRefusedError, find_key
from web.keys.models import ApiKey

SHOPPER = "X-Shopper-Address"
"""In which a front-end that renders pages names the shopper whom it asks for."""


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <secret>`; `request.auth` is the ApiKey then, and else None.

    Whatever else stands in that header is for somebody else, such as a proxy with a password.
    """

    def authenticate(self, request: Request) -> tuple[None, ApiKey] | None:
        kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        try:
            key = find_key(secret.strip())
        except KeyRefusedError as refusal:
            raise key_refused(refusal.code, str(refusal)) from None
        if SHOPPER in request.headers:
            _take_shopper(request, key)
        return None, key

    def authenticate_header(self, request: Request) -> str:
        return REALM


def _take_shopper(request: Request, key: ApiKey) -> None:
    if not key.forwards_shoppers:
        raise may_not_forward()
    try:
        name_shopper(request, request.headers[SHOPPER])
    except ValueError as error:
        raise ValidationError({SHOPPER: [str(error)]}, "invalid") from None
