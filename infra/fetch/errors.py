"""Why something was not fetched: a code for programs, and a sentence that staff can act on."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore2
from django.utils.translation import gettext_lazy as _

from infra.refusals import RefusedError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# What may be different in a minute: worth another try.
TEMPORARY = frozenset(
    {"busy", "server_error", "too_slow", "unreachable", "broken_answer", "unknown_host"}
)


class FetchRefusedError(RefusedError):
    """This address may not be fetched, or its server does not give it; `str()` is one sentence.

    code: of the address: address, scheme, credentials, port, not_public, unknown_host, too_many.
    Of the way: redirects, unreachable, certificate, too_slow, broken_answer, too_many_bytes,
    encoding. Of the server: missing, forbidden, busy, server_error, status.
    """

    def __init__(
        self,
        code: str,
        sentence: str | _StrPromise,
        *,
        retry_after_seconds: float | None = None,
        **parameters: object,
    ) -> None:
        super().__init__(code, sentence, **parameters)
        self.retry_after_seconds = retry_after_seconds
        """When a busy server said that it may be asked again; None where it said nothing."""

    @property
    def is_temporary(self) -> bool:
        """Whether the same address may be there in a minute."""
        return self.code in TEMPORARY


@contextmanager
def refusing(host: str) -> Iterator[None]:
    """Turn what the HTTP client raises about a host into refusals; all else passes through."""
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise FetchRefusedError("too_slow", _("%(host)s took too long."), host=host) from error
    except httpcore2.ConnectError as error:
        raise _unconnected(host, error) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, zlib.error) as error:
        raise FetchRefusedError(
            "broken_answer", _("The answer of %(host)s is broken or incomplete."), host=host
        ) from error


def _unconnected(host: str, error: Exception) -> FetchRefusedError:
    cause = next(iter(error.args), None)  # the pool drops __cause__
    if isinstance(cause, ssl.SSLError):
        # OpenSSL's own words, such as "certificate has expired", tell the owner what to mend.
        reason = getattr(cause, "verify_message", "") or cause.reason
        return FetchRefusedError(
            "certificate",
            _("No safe connection to %(host)s could be made (%(reason)s)."),
            host=host,
            reason=reason,
        )
    return FetchRefusedError(
        "unreachable", _("No connection to %(host)s could be made."), host=host
    )
