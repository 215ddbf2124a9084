"""How a file is read: as staff said the last time of one with the same columns, or as it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from catalog.imports.mapping import ColumnMapping, key_of
from catalog.imports.models import ImportRun, KeptMapping
from catalog.imports.problems import FileRefusedError
from catalog.imports.reading import check_mapping, recognise
from catalog.imports.runs.files import here
from catalog.imports.runs.report import ADDED_COLUMNS
from catalog.imports.tables import Reading, Table, open_table

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def recognise_run(run: ImportRun, *, format: str | None) -> None:
    """Note on the run how its file is read. Raises FileRefusedError, OSError."""
    table = open_table(here(run.file))
    kept = KeptMapping.objects.filter(key=kept_key(table)).first()
    found = kept and _as_kept(run, table, kept.reading, kept.mapping, format=format)
    reading, mapping = found or (table.reading, recognise(table, format=format))
    run.reading, run.mapping = reading.as_json(), mapping.as_json()
    run.save()


def _as_kept(
    run: ImportRun,
    table: Table,
    reading: object,
    mapping: Mapping[str, object],
    *,
    format: str | None,
) -> tuple[Reading, ColumnMapping] | None:
    """How staff said that such files are read, where that fits this one."""
    try:
        meant = ColumnMapping.from_json(mapping)
        if format not in (None, meant.format):
            return None
        # A report that comes back has columns more, and another delimiter than its file had.
        columns = {name: each for name, each in meant.columns.items() if name in table.header}
        meant = replace(meant, columns=columns)
        check_mapping(table, meant)
    except FileRefusedError:
        return None
    return _reading_as_kept(run, table, reading), meant


def _reading_as_kept(run: ImportRun, table: Table, reading: object) -> Reading:
    """Encoding, delimiter or sheet as staff chose it, where that gives the same columns."""
    try:
        as_kept = open_table(here(run.file), reading=Reading.from_json(reading))
    except FileRefusedError:
        return table.reading
    same = as_kept.header == table.header and as_kept.reading.kind == table.reading.kind
    return as_kept.reading if same else table.reading


def kept_key(table: Table) -> str:
    """Of its columns; a report that comes back has two more."""
    return key_of(tuple(name for name in table.header if name not in ADDED_COLUMNS))
