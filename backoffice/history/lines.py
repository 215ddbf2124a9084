"""One line of a history: when, who, by which door, and each field from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.history.words import in_words, label_of, moment
from catalog.history import Change, Door
from catalog.imports.models import ImportRow
from catalog.models import Product


@dataclass(frozen=True, slots=True)
class FieldChange:
    """In words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    at: datetime
    who: str = ""
    """Empty where no person did it."""
    door: str
    address: str = ""
    """Of what stands behind the door, such as an import."""
    what: str = ""
    fields: list[FieldChange] = field(default_factory=list)

    @property
    def when(self) -> str:
        return moment(self.at)

    @property
    def rows(self) -> int:
        """How many of a table it takes."""
        return max(1, len(self.fields) + bool(self.what))


def line_of_change(model: type[Model], change: Change) -> Line:
    what = "" if change.action == Change.Action.CHANGED else change.get_action_display()
    return Line(
        at=change.at,
        who=change.user_name,
        door=capfirst(change.get_door_display()),
        what=capfirst(what),
        fields=list(_fields(model, change.changes)),
    )


def line_of_import(row: ImportRow, *, links: bool) -> Line:
    """An import keeps what it changed in its own rows, for as long as it can be undone."""
    run = row.run
    door = Door.FEED if run.feed_id else Door.IMPORT
    what = [_("Undone since.")] if row.is_undone else []
    if count := len(row.picture_changes):
        what.append(
            ngettext("%(count)d change of pictures.", "%(count)d changes of pictures.", count)
            % {"count": count}
        )
    return Line(
        at=run.finished_at or run.queued_at or run.created_at,
        who=run.user.get_username() if run.user else "",
        door=f"{capfirst(door.label)}: {run.name}",
        address=reverse("admin:catalog_importrun_change", args=[run.pk]) if links else "",
        what=" ".join(what),
        fields=list(_fields(Product, row.changes)),
    )


def line_of_note(note: LogEntry) -> Line:
    """Of the time before values were kept: which fields, and no values."""
    return Line(
        at=note.action_time,
        who=note.user.get_username(),
        door=str(capfirst(Door.ADMIN.label)),
        what=note.get_change_message(),
    )


def _fields(model: type[Model], changes: dict[str, list[Any]]) -> Iterator[FieldChange]:
    order = [field.name for field in model._meta.concrete_fields]  # JSON keeps none
    known = [name for name in order if name in changes]
    for name in [*known, *sorted(changes.keys() - set(known))]:
        before, after = changes[name]
        rows, colon, pk = name.partition(":")
        if colon:
            related = next(
                (each for each in model._meta.related_objects if each.get_accessor_name() == rows),
                None,
            )
            if related is None:
                continue
            row = related.related_model
            label = f"{capfirst(row._meta.verbose_name)} {pk}"
            yield from _of_row(row, label, before, after)
        elif name == "attributes" and all(isinstance(each or {}, dict) for each in (before, after)):
            yield from _of_keys(before or {}, after or {})
        else:
            yield FieldChange(
                label_of(model, name), in_words(model, name, before), in_words(model, name, after)
            )


def _of_row(model: Any, label: str, before: Any, after: Any) -> Iterator[FieldChange]:
    if before is None:
        yield FieldChange(label, _("nothing"), _("added"))
    elif after is None:
        yield FieldChange(label, in_words(model, "alt", before.get("alt")), _("deleted"))
    else:
        for name in after:
            yield FieldChange(
                f"{label}, {label_of(model, name).lower()}",
                in_words(model, name, before.get(name)),
                in_words(model, name, after[name]),
            )


def _of_keys(before: dict[str, Any], after: dict[str, Any]) -> Iterator[FieldChange]:
    for key in {**before, **after}:
        yield FieldChange(
            key, in_words(Product, key, before.get(key)), in_words(Product, key, after.get(key))
        )
