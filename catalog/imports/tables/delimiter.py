"""Which character stands between the cells of a text file."""

from __future__ import annotations

import csv
from collections.abc import Sequence

DELIMITERS = (",", ";", "\t", "|")


def recognise_delimiter(lines: Sequence[str]) -> str:
    """The one that cuts the first lines into equally many cells, most of them: a comma if none.

    lines: with their line ends, 50 are enough. `csv.Sniffer` is not asked: it takes letters for
    delimiters and guesses by the commas of descriptions.
    """
    return max(DELIMITERS, key=lambda each: _fit(lines, each))


def _fit(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """Share of records as wide as the header, and how wide that is; a header of one is no fit."""
    try:
        records = [record for record in csv.reader(lines, delimiter=delimiter) if record]
    except csv.Error:
        return 0.0, 0
    # The last may be cut off where the sample ends.
    width, rest = (len(records[0]), records[1:-1] or records[1:]) if records else (0, [])
    if width < 2:
        return 0.0, 0
    same = sum(len(record) == width for record in rest) / len(rest) if rest else 1.0
    return round(same, 1), width
