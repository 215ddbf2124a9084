"""Getting the pictures of some rows; each is kept as it comes, and a bad one costs nothing else."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence

from catalog.imports.models import ImportedPicture, ImportRow
from catalog.imports.pictures import (
    FoundPicture,
    PictureResult,
    PictureSource,
    RefusedPicture,
    WantedPicture,
)
from catalog.imports.rows import MISSING
from catalog.imports.runs.lease import Lease
from catalog.imports.runs.pictures.keeping import keep_found, note_refused, note_unchanged
from catalog.imports.runs.pictures.ordering import settle_row
from catalog.imports.runs.pictures.plan import plan_pictures
from catalog.imports.runs.products.content import from_content
from catalog.imports.runs.products.existing import read_pictures
from infra.fetch.answers.results import Validators

MOST_SECONDS = 240.0
"""For one such batch; what has not been asked for by then has its turn in the next."""


def bring_pictures(lease: Lease, rows: Sequence[ImportRow], source: PictureSource) -> bool:
    """Ask for what these rows name, keep what comes, put it in order. Are all rows done?

    Raises as `Lease.step` and `PictureSource.read` do.
    """
    images, notes = read_pictures([row.product_id for row in rows if row.product_id])
    wanted: dict[str, dict[int, Validators | None]] = defaultdict(dict)
    by_id = {row.pk: row for row in rows}
    for row in rows:
        references = from_content(row.content).pictures
        plan = plan_pictures(
            () if references is MISSING else references,
            images.get(row.product_id or 0, []),
            notes.get(row.product_id or 0, {}),
        )
        for listed in plan.listed:
            if not listed.is_settled:
                known = _validators(listed.note) if listed.image else None
                wanted[listed.reference.source][row.pk] = known
    missing = {row.pk: sum(row.pk in asking for asking in wanted.values()) for row in rows}
    for row in rows:
        if not missing[row.pk]:
            settle_row(lease, row)
    until = time.monotonic() + MOST_SECONDS

    def ask() -> Iterator[WantedPicture]:
        for reference, asking in wanted.items():
            if time.monotonic() > until:
                return
            yield WantedPicture(reference, _known_to_all(list(asking.values())))

    for result in source.read(ask()):
        lease.renew()
        for pk in wanted.get(result.reference, {}):
            _take(lease, by_id[pk], result)
            missing[pk] -= 1
            if not missing[pk]:
                settle_row(lease, by_id[pk])
    return not any(missing.values())


def _take(lease: Lease, row: ImportRow, result: PictureResult) -> None:
    if isinstance(result, FoundPicture):
        keep_found(lease, row, result)
    elif isinstance(result, RefusedPicture):
        note_refused(lease, row, result)
    else:
        note_unchanged(row, result)


def _validators(note: ImportedPicture | None) -> Validators | None:
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
