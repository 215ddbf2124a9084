"""What a form showed when it was opened: it travels with the form, signed, and comes back."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core import signing

from catalog.history import Snapshot

_SALT = "backoffice.editing.opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One opening of a form, by one person."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    values: Snapshot = field(default_factory=dict)
    """What it showed; empty of a form for something new."""
    seen: Snapshot = field(default_factory=dict)
    """Of fields that two have changed: the colleague's value that was shown to choose from."""

    def sign(self) -> str:
        """As a hidden field has it: a tenth of the form's own size, for texts."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)

    @classmethod
    def read(cls, text: str) -> Opened | None:
        """None for whatever we have not signed, such as a form of before a change of the key."""
        try:
            found: dict[str, Any] = signing.loads(text, salt=_SALT)
        except signing.BadSignature:
            return None
        return cls(**found)
