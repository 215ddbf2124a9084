"""Where the reading of a file stopped, kept with its notes for whoever goes on."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.imports.on_disk import Notes
from catalog.imports.tables import BEGINNING, Place

_KEY = "bookmark"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a file can be read on."""

    outcomes: int = 0
    """How many came of what is not read again."""
    place: Place = BEGINNING


START = Bookmark()


def find_bookmark(notes: Notes, of: object, *, most: int) -> Bookmark:
    """What was kept with these notes; else all of them are forgotten, and it is the start.

    of: what was read and how, as JSON has it; notes of anything else are of no use. most: outcomes
    that are known; another host may have begun anew since.
    """
    match notes.get(_KEY):
        case {"of": known, "outcomes": int(outcomes), "place": [*place]} if (
            known == of and outcomes <= most
        ):
            return Bookmark(outcomes, Place(*place))
    notes.clear()
    return START


def keep_bookmark(notes: Notes, of: object, bookmark: Bookmark) -> None:
    """Keep it, and the notes with it."""
    notes.note(_KEY, {"of": of, "outcomes": bookmark.outcomes, "place": bookmark.place})
    notes.are_kept = True
