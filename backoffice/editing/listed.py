"""Columns that are edited in the list itself: many rows at once, of which few are changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backoffice.history.words import in_words
from catalog.history import Changes, Snapshot, differences, snapshot


class ListedForm(forms.ModelForm):  # type: ignore[type-arg]
    """One row. Each field brings along what it showed, so that an old list brings nothing back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changes: Changes = {}
        self._now: Snapshot = {}
        for name, field in self.fields.items():
            # A script that sends the columns alone is taken at its word.
            shown = self.add_initial_prefix(name)
            field.show_hidden_initial = not self.is_bound or shown in self.data

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self._now = now = snapshot(self.instance)
        for name in values.keys() & now.keys():
            field = self[name]
            if name not in self.changed_data:
                values[name] = getattr(self.instance, name)
            elif field.field.show_hidden_initial and field.field.has_changed(
                getattr(self.instance, name), self._shown(name)
            ):
                told = _("Somebody has changed this to %(now)s meanwhile. Open the list again.")
                shown = in_words(type(self.instance), name, now[name])
                self.add_error(name, ValidationError(told % {"now": shown}, code="conflict"))
        return values

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.changes = differences(self._now, snapshot(self.instance), self.instance)

    def _shown(self, name: str) -> Any:
        """What the list showed, as the hidden field beside it has it."""
        bound: Any = self[name]
        widget = bound.field.hidden_widget()
        return widget.value_from_datadict(self.data, self.files, bound.html_initial_name)
