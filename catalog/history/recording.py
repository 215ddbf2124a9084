"""Keeping what was changed: one statement for 500 things."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model

from catalog.history.models import Change, Door
from catalog.history.values import Changes

BATCH = 500


def record(
    changed: Iterable[tuple[Model, Changes]],
    *,
    by: AbstractBaseUser | None,
    machine: str = "",
    door: Door,
    action: Change.Action = Change.Action.CHANGED,
    batch: UUID | None = None,
) -> int:
    """Keep what was changed of each thing, within the transaction that changes it; how many rows.

    Things of which nothing was changed are passed over. by: None where no person did it; machine:
    what the program is called that did. batch: the same for all that one act changed, to find them
    again for its undo.
    """
    kept = 0
    name = by.get_username() if by is not None else machine
    rows = (
        Change(
            kind=kind_of(thing),
            object_id=thing.pk,
            action=action,
            changes=changes,
            user_id=by.pk if by is not None else None,
            user_name=name,
            door=door,
            batch=batch,
        )
        for thing, changes in changed
        if changes
    )
    while some := list(islice(rows, BATCH)):
        kept += len(Change.objects.bulk_create(some))
    return kept


def kind_of(thing: Model | type[Model]) -> str:
    """Of which model a thing is, as rows name it: catalog.product."""
    label: Any = thing._meta.label_lower
    return str(label)
