"""What the embedded servers can fail with."""

from __future__ import annotations


class EmbeddedServerError(Exception):
    """An embedded server cannot start; the message says why and what to do."""
