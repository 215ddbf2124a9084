"""Refusals of keys, with what RFC 6750 has a server say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from api.refused import CallRefusedError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REALM = 'Bearer realm="Vitrine API"'


class AccessRefusedError(CallRefusedError):
    """A key is wanting, or may not do this.

    code: key_needed, unknown_key, expired_key; key_scope, key_forwarding.
    """

    def __init__(
        self, status: int, code: str, sentence: str | _StrPromise, *, challenge: str = ""
    ) -> None:
        told = ", ".join(filter(None, [REALM, challenge]))
        super().__init__(status, code, sentence, headers={"WWW-Authenticate": told})


def key_needed() -> AccessRefusedError:
    """Nobody may do this without a key."""
    sentence = _("This needs a key: send it as `Authorization: Bearer …`.")
    return AccessRefusedError(401, "key_needed", sentence)


def key_refused(code: str, sentence: str) -> AccessRefusedError:
    """The key that was sent lets nobody in."""
    return AccessRefusedError(401, code, sentence, challenge='error="invalid_token"')


def scope_missing(scope: str) -> AccessRefusedError:
    """The key is good, and not for this."""
    sentence = _("This key may not do that: it needs the scope “%(scope)s”.") % {"scope": scope}
    challenge = f'error="insufficient_scope", scope="{scope}"'
    return AccessRefusedError(403, "key_scope", sentence, challenge=challenge)


def may_not_forward() -> AccessRefusedError:
    """The key names a shopper, and is not trusted to."""
    sentence = _("This key may not speak for shoppers: leave X-Shopper-Address out.")
    return AccessRefusedError(403, "key_forwarding", sentence, challenge='error="access_denied"')
