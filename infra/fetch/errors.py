"""Why something was not fetched: a code for programs, and a sentence that staff can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
