"""A file comes in, is recognised, and is looked at by staff before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from catalog.imports.archives import PictureArchive
from catalog.imports.formats import format_named
from catalog.imports.formats.cells import text_of
from catalog.imports.mapping import ATTRIBUTE, IGNORE, ColumnMapping, key_of
from catalog.imports.models import ImportRun, KeptMapping
from catalog.imports.problems import FileRefusedError
from catalog.imports.reading import check_mapping, recognise
from catalog.imports.rows import RefusedRow
from catalog.imports.runs.files import forget_files, keep_archive, keep_table
from catalog.imports.runs.report import ADDED_COLUMNS
from catalog.imports.runs.transitions import WrongStateError, may_be_checked
from catalog.imports.tables import Reading, Table, open_table

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.utils.functional import _StrPromise

    from catalog.models import Category

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


def start(
    file: BinaryIO,
    *,
    name: str,
    user: User | None = None,
    format: str | None = None,
    pictures: BinaryIO | None = None,
    category: Category | None = None,
) -> ImportRun:
    """Keep an upload and recognise it; see the room's own words for what it raises."""
    with transaction.atomic():
        run = _new_run(name, user=user, category=category)
        try:
            path, run.sha256 = keep_table(file, run.pk)
            run.file = str(path)
            if pictures is not None:
                run.pictures = str(keep_archive(pictures, run.pk))
                PictureArchive(run.pictures).close()
            _recognise(run, format=format)
        except BaseException:
            forget_files(run.pk)
            raise
    return run


def start_in_place(
    path: Path,
    *,
    format: str | None = None,
    pictures: Path | None = None,
    category: Category | None = None,
) -> ImportRun:
    """The same for a command: pictures stay where they are. Raises OSError as well."""
    with path.open("rb") as file, transaction.atomic():
        run = _new_run(path.name, user=None, category=category)
        run.in_console = True
        try:
            kept, run.sha256 = keep_table(file, run.pk)
            run.file = str(kept)
            run.pictures = str(pictures.absolute()) if pictures else ""
            if pictures and pictures.is_file():
                PictureArchive(pictures).close()
            _recognise(run, format=format)
        except BaseException:
            forget_files(run.pk)
            raise
    return run


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


def correct(
    run: ImportRun,
    *,
    reading: Reading | None = None,
    mapping: ColumnMapping | None = None,
    category: Category | None = None,
) -> None:
    """What staff say better, kept for the next file with the same columns.

    reading: the file is then recognised anew unless `mapping` says what its columns mean. Raises
    FileRefusedError, OSError, WrongStateError.
    """
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not may_be_checked(locked):
            raise WrongStateError.of(locked)
        table = open_table(Path(run.file), reading=reading or Reading.from_json(run.reading))
        if mapping is None:
            mapping = ColumnMapping.from_json(run.mapping) if reading is None else recognise(table)
        check_mapping(table, mapping)
        run.reading, run.mapping = table.reading.as_json(), mapping.as_json()
        run.category = category or run.category
        run.state = ImportRun.State.RECOGNISED
        run.save(update_fields=["reading", "mapping", "category", "state"])
        KeptMapping.objects.update_or_create(
            key=_key(table), defaults={"reading": run.reading, "mapping": run.mapping}
        )


def table_of(run: ImportRun) -> Table:
    """The file as it is to be read. Raises FileRefusedError, OSError."""
    return open_table(Path(run.file), reading=Reading.from_json(run.reading))


def _new_run(name: str, *, user: User | None, category: Category | None) -> ImportRun:
    visible = "".join(each for each in name if each.isprintable())[-200:]
    return ImportRun.objects.create(
        name=visible or "file",
        user=user if user is not None and user.is_authenticated else None,  # type: ignore[misc]
        category=category,
    )


def _recognise(run: ImportRun, *, format: str | None) -> None:
    table = open_table(Path(run.file))
    kept = KeptMapping.objects.filter(key=_key(table)).first()
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
        as_kept = open_table(Path(run.file), reading=Reading.from_json(reading))
        check_mapping(as_kept, meant)
    except FileRefusedError:
        return None
    same = as_kept.header == table.header and as_kept.reading.kind == table.reading.kind
    return (as_kept.reading, meant) if same else None


def _key(table: Table) -> str:
    """Of its columns; a report that comes back has two more."""
    return key_of(tuple(name for name in table.header if name not in ADDED_COLUMNS))
