"""Rows of name, value and kind, with what the category's products use to choose from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from backoffice.attributes.rows import Row, as_sent, rows_of, sent_rows
from backoffice.attributes.typed import Kind, as_text
from catalog.attributes.suggestions import suggest_attributes

TEMPLATE = "backoffice/attributes.html"
EMPTY_ROWS = 3
"""To fill in where no script adds more."""


class AttributesWidget(forms.Widget):
    category_id: int | None = None
    """Whose attributes are suggested; None for those of all."""

    class Media:
        css = {"all": ["backoffice/attributes.css"]}
        js = [Script("backoffice/attributes.js", defer=True)]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        return sent_rows(data, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-name" not in data

    def as_sent(self, name: str, value: Any) -> dict[str, list[str]]:
        """The fields of a form that a browser makes of this value."""
        return as_sent(rows_of(value), name)

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        return f"{id_}-0-name"

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        suggested = suggest_attributes(self.category_id)
        lists = {each: f"{name}-values-{n}" for n, each in enumerate(suggested)}
        rows = [*rows_of(value), *[Row()] * EMPTY_ROWS]
        attrs = attrs or {}
        context = {
            "name": name,
            "id": attrs.get("id", f"id_{name}"),
            "described_by": attrs.get("aria-describedby", ""),
            "rows": [(row, lists.get(row.name, "")) for row in rows],
            "kinds": Kind.choices,
            "suggested": [
                (each, lists[each], _kind_of(values), [as_text(value)[1] for value in values])
                for each, values in suggested.items()
            ],
        }
        return render_to_string(TEMPLATE, context)


def _kind_of(values: list[Any]) -> str:
    """The kind that the values of one name have, by the most used."""
    return as_text(values[0])[0] if values else Kind.TEXT
