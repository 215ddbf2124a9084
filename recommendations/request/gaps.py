"""Whether all could be asked for a query; noted by whoever searches, told with the answer."""

from __future__ import annotations


class Gaps:
    """Met where a part of the index was away: there may be nearer products, or more."""

    def __init__(self) -> None:
        self.met = False

    def note(self, *, complete: bool) -> None:
        """A search has come back."""
        self.met = self.met or not complete
