"""What staff say better about how a file is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from catalog.imports.mapping import ColumnMapping
from catalog.imports.models import ImportRun, KeptMapping
from catalog.imports.reading import check_mapping, recognise
from catalog.imports.rows import MISSING, Missing
from catalog.imports.runs.files import here
from catalog.imports.runs.recognition.kept import kept_key
from catalog.imports.runs.transitions import WrongStateError, possible
from catalog.imports.tables import Reading, open_table

if TYPE_CHECKING:
    from catalog.models import Category


def correct(
    run: ImportRun,
    *,
    reading: Reading | None = None,
    mapping: ColumnMapping | None = None,
    category: Category | Missing | None = MISSING,
) -> None:
    """What staff say better, kept for the next file with the same columns.

    reading: the file is then recognised anew unless `mapping` says what its columns mean.
    category: of new products whose line names none; None takes away what was chosen. Raises
    FileRefusedError, OSError, WrongStateError.
    """
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if "check" not in possible(locked):
            raise WrongStateError.of(locked)
        table = open_table(here(run.file), reading=reading or Reading.from_json(run.reading))
        if mapping is None:
            mapping = ColumnMapping.from_json(run.mapping) if reading is None else recognise(table)
        check_mapping(table, mapping)
        run.reading, run.mapping = table.reading.as_json(), mapping.as_json()
        if category is not MISSING:
            run.category = category
        run.state = ImportRun.State.RECOGNISED
        run.save(update_fields=["reading", "mapping", "category", "state"])
        KeptMapping.objects.update_or_create(
            key=kept_key(table), defaults={"reading": run.reading, "mapping": run.mapping}
        )
