"""A form that saves only what its user changed, and asks where a colleague changed the same."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import ForeignKey, Model, TextField
from django.forms.models import InlineForeignKeyField
from django.http import QueryDict
from django.utils.functional import cached_property

from backoffice.editing.conflict import MINE, THEIRS, conflict_error
from backoffice.editing.opened import Opened
from catalog.history import Changes, Snapshot, differences, snapshot
from catalog.history.merging import Merged, merge, same
from catalog.history.values import as_json

OPENED = "opened"


class SharedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form about one thing that others may be editing, too.

    It knows what it showed when it was opened (`Opened`), and compares that with what was sent and
    with what the database has now, its row locked. Without that, as a script sends it, it compares
    with the database alone.
    """

    opened = forms.CharField(required=False, label="", widget=forms.HiddenInput)

    problem = ""
    """Why the last attempt to save this form failed after it had been found valid."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changes: Changes = {}
        """What saving this form changes, from what to what."""
        self.passed_over: Changes = {}
        """What others have changed meanwhile and this form leaves as it is."""
        if not self.is_bound:
            self.initial[OPENED] = Opened(values=self._snapshot(self.instance)).sign()

    # What was sent, what was shown, and what is there now

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.problem:
            self.add_error(None, self.problem)
        current = self._current()
        self._theirs = None if current is None else self._snapshot(current)
        if current is not None and self._theirs is not None:
            self._meet(current, self._theirs, values)
        return values

    def _meet(self, current: Model, theirs: Snapshot, values: dict[str, Any]) -> None:
        """Take from the database what the user did not change; ask where both did."""
        opened = Opened.read(values.get(OPENED, "")) or Opened(values=theirs)
        seen, values_now = dict(opened.seen), dict(opened.values)
        for name in self._shared & values.keys():
            if self._is_unsent(name):
                values[name] = getattr(current, name)
                continue
            before = opened.values.get(name, theirs[name])
            merged = merge(before, self._sent(name, values[name]), theirs[name])
            value = merged.mine
            if merged.is_conflict:
                chosen = self.data.get(self._choice(name))
                if chosen not in (MINE, THEIRS) or not same(seen.get(name), theirs[name]):
                    seen[name] = theirs[name]
                    self._ask(name, before, merged)
                    continue
                value = merged.mine if chosen == MINE else merged.theirs
            elif not same(before, theirs[name]) and same(value, theirs[name]):
                self.passed_over[name] = [before, theirs[name]]
                if self._show(name, getattr(current, name)):
                    values_now[name] = theirs[name]
            if same(value, theirs[name]):
                values[name] = getattr(current, name)
            elif isinstance(value, dict) and not self._is_foreign(name):
                values[name] = value
        if seen != opened.seen or values_now != opened.values:
            again = Opened(id=opened.id, values=values_now, seen=seen)
            self._set_data(OPENED, again.sign())

    def _show(self, name: str, value: Any) -> bool:
        """Should the page come back, it has the colleague's value; False where it cannot."""
        field = self.fields[name]
        if not isinstance(field.widget, forms.TextInput | forms.Textarea | forms.NumberInput):
            return False
        self._set_data(name, field.prepare_value(value))
        return True

    def _set_data(self, name: str, value: Any) -> None:
        """What the page shows if it comes back; what was sent stays as it is for everybody else."""
        sent = cast(QueryDict, self.data).copy()
        sent[self.add_prefix(name)] = "" if value is None else value
        self.data = sent

    def _ask(self, name: str, before: Any, merged: Merged) -> None:
        error = conflict_error(
            self.instance, name, before=before, merged=merged, choice=self._choice(name)
        )
        self.add_error(name, error)

    def _is_unsent(self, name: str) -> bool:
        widget = self.fields[name].widget
        return bool(widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name)))

    def _choice(self, name: str) -> str:
        return f"{self.add_prefix(name)}-choice"

    def _current(self) -> Model | None:
        """The row as it is, locked until the form is saved; None for something new."""
        if self.instance.pk is None:
            return None
        rows: Any = type(self.instance)._base_manager.select_for_update(of=("self",), no_key=True)
        if foreign := [name for name in self._shared if self._is_foreign(name)]:
            rows = rows.select_related(*foreign)  # their names are compared
        locked: Model | None = rows.filter(pk=self.instance.pk).first()
        return locked

    def _sent(self, name: str, value: Any) -> Any:
        field = self.instance._meta.get_field(name)
        if isinstance(field, ForeignKey):
            return None if value is None else {"pk": value.pk, "name": str(value)}
        if isinstance(field, TextField) and isinstance(value, str):
            value = self.cleaned_data[name] = value.replace("\r\n", "\n")
        return as_json(field, value)

    @cached_property
    def _shared(self) -> set[str]:
        """The fields of the model that this form shows."""
        own = {
            name
            for name, field in self.fields.items()
            if not isinstance(field, InlineForeignKeyField)
        }
        return own & {
            field.name for field in self.instance._meta.concrete_fields if not field.primary_key
        }

    def _is_foreign(self, name: str) -> bool:
        return isinstance(self.instance._meta.get_field(name), ForeignKey)

    def _snapshot(self, thing: Model) -> Snapshot:
        return snapshot(thing, self._shared) if thing.pk is not None else {}

    # What is saved

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self._theirs is not None:
            after = self._snapshot(self.instance)
            self.changes = differences(self._theirs, after, self.instance)

    @cached_property
    def changed_data(self) -> list[str]:
        """What saving changes; it is asked only once the form was found valid."""
        names = [name for name in super().changed_data if name != OPENED]
        if getattr(self, "_theirs", None) is None:
            return names
        return [name for name in names if name not in self._shared or name in self.changes]

    def save(self, commit: bool = True) -> Any:
        if not commit or self.instance._state.adding:
            return super().save(commit)
        if names := self.columns_to_write():
            self.instance.save(update_fields=names)
        return self.instance

    def columns_to_write(self) -> list[str]:
        """Of an existing thing: what differs, and when that was; nothing where nothing does."""
        stamps = [
            field.name
            for field in self.instance._meta.concrete_fields
            if getattr(field, "auto_now", False)
        ]
        return [*self.changes, *stamps] if self.changes else []
