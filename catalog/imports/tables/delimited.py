"""Text files with a delimiter: CSV, TSV, and what spreadsheets write under these names."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext_lazy as _

from catalog.imports.problems import FileRefusedError, Problem, problem
from catalog.imports.rows import RefusedRow
from catalog.imports.tables.delimiter import recognise_delimiter
from catalog.imports.tables.encoding import recognise_encoding
from catalog.imports.tables.header import clean_header
from catalog.imports.tables.limits import TABLE_LIMITS, TableLimits
from catalog.imports.tables.reading import Reading
from catalog.imports.tables.records import BEGINNING, Place, Record

SAMPLE_LINES = 50
MARK_LINES = 1_000
"""So many lines lie between two marks, of which each takes as long as a few lines to make."""
UNDECODABLE = "\ufffd"


class DelimitedTable:
    """A text file with one product, or part of one, in each line."""

    def __init__(
        self, path: Path, reading: Reading | None = None, *, limits: TableLimits = TABLE_LIMITS
    ) -> None:
        """Recognises what `reading` leaves open. Raises FileRefusedError, OSError."""
        self._path, self._limits = path, limits
        given = reading or Reading(kind="text")
        with path.open("rb") as file:
            encoding = given.encoding or recognise_encoding(file)
        self.reading = given.with_text(encoding, given.delimiter or ",")
        self._marks = [(0, 0)]  # (lines before it, what `tell` says) of the reading begun last
        with self._open() as file:
            lines = iter(lambda: file.readline(limits.max_line), "")
            head = list(islice(lines, SAMPLE_LINES))
        self._starts_with_hint = bool(head) and head[0].lower().startswith("sep=")
        if self._starts_with_hint and not given.delimiter:
            # Excel's own hint, before the header.
            self.reading = given.with_text(encoding, head[0][4:5])
        elif not given.delimiter:
            self.reading = given.with_text(encoding, recognise_delimiter(head))
        found = next(((line, cells) for line, cells in self._rows() if _has_text(cells)), None)
        if found is None:
            raise FileRefusedError("empty", _("The file is empty."))
        self._header_line, first = found
        if any("\0" in cell for cell in first):
            raise FileRefusedError("not_a_table", _("This is no table: its header holds NUL."))
        self.header = clean_header(first, limits=limits)

    def records(self, after: Place = BEGINNING) -> Iterator[Record | RefusedRow]:
        """The lines below the header, or those after a place; blank ones are passed over."""
        through = max(self._header_line, after.line)
        width = len(self.header)
        for line, cells in self._rows(after):
            if line <= through or not _has_text(cells):
                continue
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            wrong = self._problem_with(cells)
            if wrong:
                padded = (*cells, *[""] * (width - len(cells)))[:width]
                yield RefusedRow(lines=(line,), problems=(wrong,), records=(Record(line, padded),))
            else:
                yield Record(line, tuple(cells))

    def place(self, line: int) -> Place:
        """With the last mark that is not behind the first record after this line."""
        mark = self._marks[bisect_right(self._marks, line, key=itemgetter(0)) - 1]
        return Place(line, *mark)

    def _problem_with(self, cells: list[str]) -> Problem | None:
        if len(cells) != len(self.header):
            return problem(
                "ragged",
                _(
                    "The line has %(cells)s cells where the header has %(columns)s. A delimiter or "
                    "line end inside a text needs quotation marks around the text."
                ),
                cells=len(cells),
                columns=len(self.header),
            )
        for column, cell in zip(self.header, cells, strict=True):
            if "\0" in cell:
                return problem("nul", _("%(column)s holds NUL, which is no text."), column=column)
            if UNDECODABLE in cell:
                return problem(
                    "undecodable",
                    _(
                        "%(column)s holds characters that cannot be read (%(value)s). Choose the "
                        "file's encoding, or save it as UTF-8."
                    ),
                    column=column,
                    value=cell,
                )
        return None

    def _rows(self, after: Place = BEGINNING) -> Iterator[tuple[int, list[str]]]:
        """(number of the first line, cells), blank lines included; a hint is left out.

        Begins at the mark of a place, where `csv.reader` holds nothing of the lines before.
        """
        csv.field_size_limit(max(csv.field_size_limit(), self._limits.max_cell + 1))
        with self._open() as file:
            file.seek(after.mark)
            self._marks = [(after.marked_line, after.mark)]
            counted = _Counted(file, limits=self._limits, number=after.marked_line)
            if self._starts_with_hint and not after.mark:
                next(counted, None)
            yield from self._cut(counted, file)

    def _cut(self, counted: _Counted, file: TextIO) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(counted, delimiter=self.reading.delimiter)
        while True:
            if counted.number >= self._marks[-1][0] + MARK_LINES:
                self._marks.append((counted.number, file.tell()))
            start = counted.number + 1
            counted.begin()
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise _endless(start) from error
            if cells is None:
                return
            if any(len(cell) > self._limits.max_cell for cell in cells):
                raise _endless(start)
            if len(cells) > self._limits.max_columns * 2:
                raise _endless(start)
            yield start, cells

    def _open(self) -> TextIO:
        # Line ends as they are: those inside of quotation marks belong to the text.
        return self._path.open(encoding=self.reading.encoding, errors="replace", newline="")


class _Counted:
    """Lines for `csv.reader`, counted, and as many of one record as memory has room for."""

    def __init__(self, file: TextIO, *, limits: TableLimits, number: int) -> None:
        self._file, self._limits = file, limits
        self.number = number
        self._characters = 0
        self._begun = 0

    def begin(self) -> None:
        """A new record starts with the next line."""
        self._characters, self._begun = 0, self.number + 1

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._limits.max_line)
        if not line:
            raise StopIteration
        self.number += 1
        self._characters += len(line)
        if len(line) >= self._limits.max_line or self._characters > self._limits.max_record:
            raise _endless(self._begun)
        return line


def _endless(line: int) -> FileRefusedError:
    return FileRefusedError(
        "too_long",
        _(
            "What begins in line %(line)s does not end: a quotation mark that is not closed, or "
            "no table."
        ),
        line=line,
    )


def _has_text(cells: list[str]) -> bool:
    return any(cell.strip() for cell in cells)
