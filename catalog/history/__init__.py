"""What was changed of products, categories and other things: from what to what, and by whom.

`record` keeps changes of many things at once, `snapshot` and `differences` say what they are.
"""

from __future__ import annotations

from catalog.history.models import Change, Door
from catalog.history.recording import record
from catalog.history.values import Changes, Snapshot, differences, snapshot, value_of

__all__ = [
    "Change",
    "Changes",
    "Door",
    "Snapshot",
    "differences",
    "record",
    "snapshot",
    "value_of",
]
