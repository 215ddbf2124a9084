"""What a form changed, its rows included, as the history keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from catalog.history import Changes, differences, snapshot


def changes_of_form(form: Any, formsets: Iterable[Any], *, added: bool) -> Changes:
    """Of the thing itself by field, of its rows as "rows:id"; after all of it is saved."""
    thing = form.instance
    changes = as_added(thing) if added else dict(getattr(form, "changes", {}))
    for rows in formsets:
        changes |= _of_rows(rows)
    return changes


def _of_rows(rows: Any) -> Changes:
    name, owner = rows.prefix, rows.fk.name
    changes: Changes = {f"{name}:{row.pk}": [None, shown(row, owner)] for row in rows.new_objects}
    kept = {id(row) for row, _fields in rows.changed_objects}
    gone = {id(row) for row in rows.deleted_objects}
    for form in rows.initial_forms:
        row = form.instance
        if id(row) in gone:  # by now it has lost its id
            pk = form[rows.model._meta.pk.name].value()
            changes[f"{name}:{pk}"] = [shown(row, owner), None]
        elif id(row) in kept:
            parts = getattr(form, "changes", {})
            sides = [{field: pair[side] for field, pair in parts.items()} for side in (0, 1)]
            changes[f"{name}:{row.pk}"] = sides
    return changes


def as_added(thing: Model) -> Changes:
    """Every field of a new thing that says something."""
    said = {name: value for name, value in snapshot(thing).items() if value not in _UNSAID}
    return differences(dict.fromkeys(said), said, thing)


def shown(row: Model, owner: str = "") -> dict[str, Any]:
    """What is worth knowing of a row as a whole, without what it belongs to."""
    values = snapshot(row)
    return {name: each for name, each in values.items() if each not in _UNSAID and name != owner}


_UNSAID: tuple[Any, ...] = (None, "", {})
