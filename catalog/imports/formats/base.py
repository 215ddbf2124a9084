"""What a format is: how its files are recognised, what its columns mean, how rows are made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from catalog.imports.mapping import ATTRIBUTE, IGNORE, SEVERAL
from catalog.imports.rows import Outcome
from catalog.imports.tables.header import fold_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from catalog.imports.formats.source import Source


@dataclass(frozen=True, kw_only=True)
class Format:
    """One program's way to write products down; each is a module of this folder."""

    name: str
    """For commands and for what is kept."""
    label: str | _StrPromise
    marks: tuple[frozenset[str], ...]
    """Folded names of columns; a header with all of one of these sets is of this format."""
    columns: Mapping[str, str]
    """Folded name of a column -> what it means."""
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    """The same for columns with a number or a name in them; \\1 is what was found."""
    by_settings: Callable[[], Mapping[str, str]] = dict
    """The same as `columns` for those that go by how the shop is set up."""
    unknown: Literal["attribute", "ignore"] = "ignore"
    """What becomes of all other columns."""
    read: Callable[[Source], Iterator[Outcome]]
    """Makes products of lines."""

    @property
    def meanings(self) -> tuple[str, ...]:
        """What staff may choose from, beside IGNORE and "attribute:NAME"."""
        return tuple(sorted({*self._known().values()} - {IGNORE}))

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a file with this header was written by the program."""
        names = {fold_name(name) for name in header}
        return any(mark <= names for mark in self.marks)

    def map_columns(self, header: Sequence[str]) -> dict[str, str]:
        """Column -> meaning; where two columns mean the same, the later one is ignored."""
        meanings: dict[str, str] = {}
        known = self._known()
        for column in header:
            meaning = self._meaning_of(column, known)
            if meaning in meanings.values() and meaning not in SEVERAL:
                meaning = IGNORE
            meanings[column] = meaning
        return meanings

    def _known(self) -> dict[str, str]:
        return {**self.by_settings(), **self.columns}

    def _meaning_of(self, column: str, known: Mapping[str, str]) -> str:
        folded = fold_name(column)
        if folded in known:
            return known[folded]
        for pattern, meaning in self.patterns:
            if found := pattern.fullmatch(column if meaning.startswith(ATTRIBUTE) else folded):
                return found.expand(meaning)
        is_named = not re.fullmatch(r"column \d+", column)
        return f"{ATTRIBUTE}{column}" if self.unknown == "attribute" and is_named else IGNORE
