"""What comes of a fetch that is not refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What tells whether something has changed since it was fetched (RFC 9110, section 8.8)."""

    url: str = ""
    """Where it came from at last, after all redirects; the others belong to this address alone."""
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    """Of the content, 64 hex digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Something that came, whole."""

    url: str
    """Where it came from at last, after all redirects."""
    content_type: str
    """As the server calls it, which need not be true; empty where it says nothing."""
    size: int
    """Bytes, unpacked."""
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Something that is as it was when it was fetched last."""

    validators: Validators
