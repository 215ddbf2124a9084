"""Fields of a thing as JSON has them, and what differs between two states of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, ForeignKey, JSONField, Model

Snapshot = dict[str, Any]
"""Field -> value: prices and dates as text, another thing as {"pk", "name"}."""
Changes = dict[str, list[Any]]
"""Field -> [before, after]; of a JSON field the keys that differ, so that long ones stay short."""


def snapshot(thing: Model, names: Iterable[str] | None = None) -> Snapshot:
    """The thing's fields as they are; names: those that count, all editable ones without.

    A foreign key costs a statement where what it leads to has not been loaded.
    """
    wanted = None if names is None else set(names)
    return {
        field.name: value_of(thing, field)
        for field in thing._meta.concrete_fields
        if (field.editable and not field.primary_key if wanted is None else field.name in wanted)
    }


def value_of(thing: Model, field: Field[Any, Any]) -> Any:
    """One field's value as JSON has it."""
    if isinstance(field, ForeignKey):
        other = getattr(thing, field.name)
        return None if other is None else {"pk": other.pk, "name": str(other)}
    return as_json(field, field.value_from_object(thing))


def as_json(field: Field[Any, Any], value: Any) -> Any:
    """A plain value (of no foreign key) as JSON has it; equal values have equal JSON."""
    if value in (None, ""):
        return None if field.null else value
    value = field.to_python(value)
    if isinstance(value, Decimal):
        places = getattr(field, "decimal_places", None)
        return str(value if places is None else value.quantize(Decimal(1).scaleb(-places)))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if isinstance(value, bool | int | float | str | list | dict) else str(value)


def differences(before: Snapshot, after: Snapshot, model: type[Model] | Model) -> Changes:
    """What changed from one state to the other, of the fields that both have."""
    changes: Changes = {}
    for name in before.keys() & after.keys():
        old, new = before[name], after[name]
        if old == new and type(old) is type(new):
            continue
        is_json = isinstance(model._meta.get_field(name), JSONField)
        if is_json and isinstance(old, dict) and isinstance(new, dict):
            old, new = _differing(old, new)
            if old == new:
                continue
        changes[name] = [old, new]
    order = [field.name for field in model._meta.concrete_fields]
    return dict(sorted(changes.items(), key=lambda each: order.index(each[0])))


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Snapshot, Snapshot]:
    keys = [
        key
        for key in {**old, **new}
        if (key in old) != (key in new)
        or old[key] != new[key]
        or type(old[key]) is not type(new[key])
    ]
    return (
        {key: old[key] for key in keys if key in old},
        {key: new[key] for key in keys if key in new},
    )
