"""What the suite says of an encoder."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that an encoder has to keep to, and whether it does."""

    encoder: str
    check: str
    problem: str = ""  # empty: it does

    @property
    def passed(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.problem
