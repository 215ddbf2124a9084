"""Getting the pictures of some rows; each is kept as it comes, and a bad one costs nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.imports.models import ImportRow
from catalog.imports.pictures import (
    FoundPicture,
    PictureResult,
    PictureSource,
    RefusedPicture,
    UnchangedPicture,
)
from catalog.imports.runs.pictures.found import keep_found
from catalog.imports.runs.pictures.noting import (
    note_refused,
    note_unchanged,
)
from catalog.imports.runs.pictures.settling import settle_row
from catalog.imports.runs.pictures.shared import read_shared
from catalog.imports.runs.pictures.wanted import Wanted
from catalog.imports.runs.queue.lease import Lease

MOST_SECONDS = 240.0
"""For one such batch; what has not been asked for by then has its turn in the next."""


def bring_pictures(lease: Lease, rows: Sequence[ImportRow], source: PictureSource) -> bool:
    """Ask for what these rows name, keep what comes, put it in order. Are all rows done?

    Raises as `Lease.step` and `PictureSource.read` do.
    """
    wanted = Wanted(rows)
    for row in wanted.done:
        settle_row(lease, row)
    for answer in source.read(wanted.ask(seconds=MOST_SECONDS)):
        lease.renew()
        result = _with_shared(answer, wanted)
        for row, was_last in wanted.came(result.reference):
            _take(lease, row, result)
            if was_last:
                settle_row(lease, row)
    return not wanted.waiting


def _take(lease: Lease, row: ImportRow, result: PictureResult) -> None:
    if isinstance(result, FoundPicture):
        keep_found(lease, row, result)
    elif isinstance(result, RefusedPicture):
        note_refused(lease, row, result)
    else:
        note_unchanged(row, result)


def _with_shared(result: PictureResult, wanted: Wanted) -> PictureResult:
    """What is as another product had it comes from there."""
    note = wanted.shared.get(result.reference)
    if note is None or not isinstance(result, UnchangedPicture):
        return result
    return FoundPicture(result.reference, read_shared(note), result.validators)
