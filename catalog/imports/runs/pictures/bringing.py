"""Getting the pictures of some rows; a bad one costs nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from catalog.imports.models import ImportRow
from catalog.imports.pictures import (
    FoundPicture,
    PictureResult,
    PictureSource,
    UnchangedPicture,
)
from catalog.imports.runs.pictures.shared import read_shared
from catalog.imports.runs.pictures.wanted import Wanted
from catalog.imports.runs.pictures.writing import write_pictures
from catalog.imports.runs.queue.lease import Lease

MOST_SECONDS = 240.0
"""For one such batch; what has not been asked for by then has its turn in the next."""
MOST_PIXELS = 25_000_000
"""Of decoded pictures that wait for the others of their row, 75 MB: then they are written alone."""


def bring_pictures(lease: Lease, rows: Sequence[ImportRow], source: PictureSource) -> bool:
    """Ask for what these rows name, keep what comes, put it in order. Are all rows done?

    A row's pictures are written together, since each transaction costs a flush to disk. Raises as
    `Lease.step` and `PictureSource.read` do.
    """
    wanted = Wanted(rows)
    for row in wanted.done:
        write_pictures(lease, row, (), is_whole=True)
    came: dict[ImportRow, list[PictureResult]] = defaultdict(list)
    try:
        for answer in source.read(wanted.ask(seconds=MOST_SECONDS)):
            lease.renew()
            result = _with_shared(answer, wanted)
            for row, was_last in wanted.came(result.reference):
                came[row].append(result)
                if was_last:
                    write_pictures(lease, row, came.pop(row), is_whole=True)
            if _pixels(came) > MOST_PIXELS:
                _write_parts(lease, came)
    finally:
        _write_parts(lease, came)
    return not wanted.waiting


def _write_parts(lease: Lease, came: dict[ImportRow, list[PictureResult]]) -> None:
    while came:
        row, results = came.popitem()
        write_pictures(lease, row, results, is_whole=False)


def _pixels(came: dict[ImportRow, list[PictureResult]]) -> int:
    found = (each for some in came.values() for each in some if isinstance(each, FoundPicture))
    return sum(each.picture.width * each.picture.height for each in found)


def _with_shared(result: PictureResult, wanted: Wanted) -> PictureResult:
    """What is as another product had it comes from there."""
    note = wanted.shared.get(result.reference)
    if note is None or not isinstance(result, UnchangedPicture):
        return result
    return FoundPicture(result.reference, read_shared(note), result.validators)
