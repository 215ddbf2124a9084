"""Two people changed one field: both values, and what it was, to choose from."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.template.loader import render_to_string

from backoffice.history.words import in_words, moment
from catalog.history import Change
from catalog.history.merging import Merged
from catalog.history.recording import kind_of

MINE, THEIRS = "mine", "theirs"
CODE = "conflict"


def conflict_error(
    thing: Model, name: str, *, before: Any, merged: Merged, choice: str
) -> ValidationError:
    """The error of a field that holds the choice; it stands in the form, beside its field.

    choice: the name of the choice among what the form sends.
    """
    model = type(thing)
    last = _last_change(thing, name)
    page = render_to_string(
        "backoffice/conflict.html",
        {
            "choice": choice,
            "mine": in_words(model, name, merged.mine),
            "theirs": in_words(model, name, merged.theirs),
            "before": in_words(model, name, before),
            "who": last.user_name if last else "",
            "when": moment(last.at) if last else "",
        },
    )
    return ValidationError(page, code=CODE)


def _last_change(thing: Model, name: str) -> Change | None:
    """Who changed a field last; imports tell that in their own rows, and are left out."""
    changes = Change.objects.filter(kind=kind_of(thing), object_id=thing.pk)
    return changes.filter(changes__has_key=name).first()
