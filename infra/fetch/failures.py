"""What the HTTP client raises, as refusals."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore2
from django.utils.translation import gettext_lazy as _

from infra.fetch.errors import FetchRefusedError


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
