"""Why a request with an Idempotency-Key is not done."""

from __future__ import annotations


class StillUnderWayError(Exception):
    """The same request is being worked on this very moment."""


class OtherRequestError(Exception):
    """Another request had this name before."""


class OvertakenError(Exception):
    """Whoever took over from us is at work on it; nothing of ours may stay."""
