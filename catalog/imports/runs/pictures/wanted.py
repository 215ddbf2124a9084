"""Which pictures have to be looked up for some rows, each of them once."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from catalog.imports.models import ImportedPicture, ImportRow
from catalog.imports.pictures import (
    WantedPicture,
)
from catalog.imports.rows import MISSING
from catalog.imports.runs.pictures.plan import plan_pictures
from catalog.imports.runs.pictures.shared import shared_pictures
from catalog.imports.runs.products.content import from_content
from catalog.imports.runs.products.existing import read_pictures
from infra.fetch.answers.results import Validators


class Wanted:
    """The pictures of some rows that have to be looked up, and which of the rows still wait."""

    def __init__(self, rows: Sequence[ImportRow]) -> None:
        self._asking: dict[str, dict[int, Validators | None]] = defaultdict(dict)
        self._rows = {row.pk: row for row in rows}
        images, notes = read_pictures([row.product_id for row in rows if row.product_id])
        for row in rows:
            references = from_content(row.content).pictures
            product = row.product_id or 0
            plan = plan_pictures(
                () if references is MISSING else references,
                images.get(product, []),
                notes.get(product, {}),
            )
            for listed in plan.listed:
                if not listed.is_settled:
                    known = validators_of(listed.note) if listed.image else None
                    self._asking[listed.reference.source][row.pk] = known
        new = [each for each, asking in self._asking.items() if not any(asking.values())]
        self.shared = shared_pictures(new)
        """Of those that none of the rows has: what another product has from there."""
        asked = [pk for asking in self._asking.values() for pk in asking]
        self._missing = Counter(asked)

    @property
    def waiting(self) -> list[ImportRow]:
        """Rows of which something has not come yet."""
        return [row for pk, row in self._rows.items() if self._missing[pk]]

    @property
    def done(self) -> list[ImportRow]:
        """All others."""
        return [row for pk, row in self._rows.items() if not self._missing[pk]]

    def ask(self, *, seconds: float) -> Iterator[WantedPicture]:
        """Each picture once; none any more after so many seconds."""
        until = time.monotonic() + seconds
        for reference, asking in self._asking.items():
            if time.monotonic() > until:
                return
            note = self.shared.get(reference)
            known = validators_of(note) if note else _known_to_all(list(asking.values()))
            yield WantedPicture(reference, known)

    def came(self, reference: str) -> Iterator[tuple[ImportRow, bool]]:
        """The rows that asked for it, each with whether it was the last that was missing."""
        for pk in self._asking.get(reference, {}):
            self._missing[pk] -= 1
            yield self._rows[pk], not self._missing[pk]


def validators_of(note: ImportedPicture | None) -> Validators | None:
    """What came with a picture, to be asked whether it has changed."""
    if note is None or not note.sha256:
        return None
    return Validators(
        url=note.url, etag=note.etag, last_modified=note.last_modified, sha256=note.sha256
    )


def _known_to_all(known: list[Validators | None]) -> Validators | None:
    """What came the last time, where that is the same for all that ask."""
    first = known[0]
    if first is None or any(each is None or each.sha256 != first.sha256 for each in known):
        return None
    return first
