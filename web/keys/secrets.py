"""Secrets of keys: 256 bits at random, behind a short name by which they are looked up.

vitrine_k3J9pQ2mXv7a_<43 characters>. A password is hashed slowly because people choose what can be
guessed; nobody guesses 256 bits, so one SHA-256 is as safe and costs a request a microsecond
(docs/adr/0033-keys-are-long-and-hashed-fast.md). The word before it lets scanners of source code
know a key that was published by mistake.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
from dataclasses import dataclass

_LETTERS = string.ascii_letters + string.digits
_WORD = "vitrine"
_PREFIX = 12
_FORM = re.compile(rf"{_WORD}_(?P<prefix>[A-Za-z0-9]{{{_PREFIX}}})_[A-Za-z0-9_-]{{43}}")


@dataclass(frozen=True, slots=True)
class Secret:
    """A new secret; its text is told once and kept nowhere."""

    text: str
    prefix: str

    @property
    def digest(self) -> str:
        return digest_of(self.text)


def new_secret() -> Secret:
    """A secret that nobody has."""
    prefix = "".join(secrets.choice(_LETTERS) for _ in range(_PREFIX))
    return Secret(f"{_WORD}_{prefix}_{secrets.token_urlsafe(32)}", prefix)


def prefix_of(text: str) -> str | None:
    """What a secret is looked up by; None for what cannot be one."""
    found = _FORM.fullmatch(text)
    return found["prefix"] if found else None


def digest_of(text: str) -> str:
    """64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_same(digest: str, text: str) -> bool:
    """Whether a text has this digest, in the same time for each wrong one."""
    return hmac.compare_digest(digest, digest_of(text))
