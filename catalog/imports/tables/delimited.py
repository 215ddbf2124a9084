"""Text files with a delimiter: CSV, TSV, and what spreadsheets write under these names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from catalog.imports.problems import FileRefusedError, Problem, problem
from catalog.imports.rows import RefusedRow
from catalog.imports.tables.delimiter import recognise_delimiter
from catalog.imports.tables.encoding import recognise_encoding
from catalog.imports.tables.header import clean_header
from catalog.imports.tables.limits import TABLE_LIMITS, TableLimits
from catalog.imports.tables.reading import Reading
from catalog.imports.tables.records import Record

SAMPLE_LINES = 50
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
        head = list(islice(self._lines(), SAMPLE_LINES))
        self._starts_with_hint = bool(head) and head[0].lower().startswith("sep=")
        if self._starts_with_hint and not given.delimiter:
            # Excel's own hint, before the header.
            self.reading = given.with_text(encoding, head[0][4:5])
        elif not given.delimiter:
            self.reading = given.with_text(encoding, recognise_delimiter(head))
        first = next((cells for _line, cells in self._rows() if _has_text(cells)), None)
        if first is None:
            raise FileRefusedError("empty", _("The file is empty."))
        if any("\0" in cell for cell in first):
            raise FileRefusedError("not_a_table", _("This is no table: its header holds NUL."))
        self.header = clean_header(first, limits=limits)

    def records(self) -> Iterator[Record | RefusedRow]:
        """The lines below the header, from the first; blank ones are passed over."""
        rows = ((line, cells) for line, cells in self._rows() if _has_text(cells))
        next(rows, None)
        width = len(self.header)
        for line, cells in rows:
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            wrong = self._problem_with(cells)
            if wrong:
                padded = (*cells, *[""] * (width - len(cells)))[:width]
                yield RefusedRow(lines=(line,), problems=(wrong,), records=(Record(line, padded),))
            else:
                yield Record(line, tuple(cells))

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

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """(number of the first line, cells), blank lines included; a hint is left out."""
        csv.field_size_limit(max(csv.field_size_limit(), self._limits.max_cell + 1))
        counted = _Counted(self._lines(), limits=self._limits)
        if self._starts_with_hint:
            next(counted, None)
        reader = csv.reader(counted, delimiter=self.reading.delimiter)
        while True:
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

    def _lines(self) -> Iterator[str]:
        encoding = self.reading.encoding
        with (
            self._path.open("rb") as raw,
            # Line ends as they are: those inside of quotation marks belong to the text.
            io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="") as file,
        ):
            while line := file.readline(self._limits.max_line):
                yield line


class _Counted:
    """Lines for `csv.reader`, counted, and as many of one record as memory has room for."""

    def __init__(self, lines: Iterator[str], *, limits: TableLimits) -> None:
        self._lines, self._limits = lines, limits
        self.number = 0
        self._characters = 0
        self._begun = 0

    def begin(self) -> None:
        """A new record starts with the next line."""
        self._characters, self._begun = 0, self.number + 1

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
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
