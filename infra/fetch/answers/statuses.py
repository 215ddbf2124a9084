"""What the status of an answer means."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from httpcore2 import Response

from infra.fetch.answers.headers import header
from infra.fetch.answers.retry_after import retry_after
from infra.fetch.errors import FetchRefusedError

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def status_refusal(answer: Response, *, host: str) -> FetchRefusedError:
    """Why a server does not give what was asked for, by the status of its answer."""
    status = answer.status
    if status in (404, 410):
        return FetchRefusedError(
            "missing", _("There is nothing at this address (%(status)s)."), status=status
        )
    if status in (401, 402, 403, 407, 451):
        return FetchRefusedError(
            "forbidden",
            _("%(host)s does not give this to us (%(status)s)."),
            host=host,
            status=status,
        )
    if status in (429, 503):
        return FetchRefusedError(
            "busy",
            _("%(host)s asks to be left alone for a while (%(status)s)."),
            host=host,
            status=status,
            retry_after_seconds=retry_after(header(answer, b"retry-after")),
        )
    if status >= 500:
        return FetchRefusedError(
            "server_error",
            _("%(host)s has a fault of its own (%(status)s)."),
            host=host,
            status=status,
        )
    return FetchRefusedError(
        "status",
        _("%(host)s answers with %(status)s, and not with a file."),
        host=host,
        status=status,
    )
