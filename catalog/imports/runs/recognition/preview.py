"""What staff look at before anything is made of a file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from catalog.imports.formats import format_named
from catalog.imports.formats.cells import text_of
from catalog.imports.mapping import ATTRIBUTE, IGNORE, ColumnMapping
from catalog.imports.models import ImportRun
from catalog.imports.rows import RefusedRow
from catalog.imports.runs.files import here
from catalog.imports.tables import Reading, Table, open_table

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.utils.functional import _StrPromise

    User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Preview:
    """What staff look at before the dry run."""

    header: tuple[str, ...]
    reading: Reading
    mapping: ColumnMapping
    format_label: str | _StrPromise
    meanings: tuple[str, ...]
    """What a column may mean, beside ATTRIBUTE + a name and IGNORE."""
    lines: tuple[tuple[str, ...], ...]
    """The first cells, as text."""

    ATTRIBUTE = ATTRIBUTE
    IGNORE = IGNORE


def preview(run: ImportRun, *, lines: int = 5) -> Preview:
    """What was recognised, and the first lines. Raises FileRefusedError, OSError."""
    table, mapping = table_of(run), ColumnMapping.from_json(run.mapping)
    chosen = format_named(mapping.format)
    cells = (
        tuple(text_of(cell) for cell in record.cells)
        for record in table.records()
        if not isinstance(record, RefusedRow)
    )
    return Preview(
        header=table.header,
        reading=table.reading,
        mapping=mapping,
        format_label=chosen.label,
        meanings=chosen.meanings,
        lines=tuple(islice(cells, lines)),
    )


def table_of(run: ImportRun) -> Table:
    """The file as it is to be read. Raises FileRefusedError, OSError."""
    return open_table(here(run.file), reading=Reading.from_json(run.reading))
