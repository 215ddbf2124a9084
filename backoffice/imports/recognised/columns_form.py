"""What each column of a file means, beside what stands in its first lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.imports.recognised.file_words import DECIMAL_MARKS
from backoffice.imports.recognised.meanings import choices
from backoffice.imports.upload.category_field import category_field
from catalog.imports import runs
from catalog.imports.formats import format_named
from catalog.imports.mapping import ATTRIBUTE, MAX_ATTRIBUTE
from catalog.imports.models import ImportRun
from catalog.imports.numbers import DecimalMark
from catalog.imports.tables import Reading

NAMED = "attribute"
"""The choice of an attribute, whose name stands beside it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One line of the table of columns."""

    name: str
    cells: tuple[str, ...]
    """The first ones that are not empty."""
    meaning: BoundField
    attribute: BoundField


class ColumnsForm(forms.Form):
    """A select list and the name of an attribute for each column, by its place in the file."""

    decimal_mark = forms.ChoiceField(
        label=gettext_lazy("Before the cents stands"), choices=DECIMAL_MARKS
    )

    def __init__(
        self, request: HttpRequest, run: ImportRun, preview: runs.Preview, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._run, self._preview = run, preview
        mapping = preview.mapping
        self.fields["decimal_mark"].initial = mapping.decimal_mark.value
        self.fields["category"] = category_field(request)
        self.fields["category"].initial = run.category_id
        # Columns that there are several of have meanings of their own, with a number in them.
        numbered = set(format_named(mapping.format).map_columns(preview.header).values())
        known = {*preview.meanings, *numbered, *mapping.columns.values()}
        offered = choices({each for each in known if not each.startswith(ATTRIBUTE)})
        for place, name in enumerate(preview.header):
            meaning = mapping.columns.get(name, preview.IGNORE)
            is_named = meaning.startswith(ATTRIBUTE)
            self.fields[f"meaning-{place}"] = forms.ChoiceField(
                label=_("What %(column)s means") % {"column": name},
                choices=offered,
                initial=NAMED if is_named else meaning,
            )
            self.fields[f"attribute-{place}"] = forms.CharField(
                label=_("Name of the attribute in %(column)s") % {"column": name},
                max_length=MAX_ATTRIBUTE,
                required=False,
                initial=meaning.removeprefix(ATTRIBUTE) if is_named else name[:MAX_ATTRIBUTE],
            )
            for each in (f"meaning-{place}", f"attribute-{place}"):
                self.fields[each].widget.attrs["aria-label"] = self.fields[each].label

    @property
    def leaves_mark_open(self) -> bool:
        """Whether prices such as 1,234 may mean either."""
        return not self._preview.mapping.is_certain

    def columns(self) -> Iterator[Column]:
        """For the table, in the order of the file."""
        for place, name in enumerate(self._preview.header):
            cells = tuple(
                dict.fromkeys(line[place] for line in self._preview.lines if line[place].strip())
            )
            yield Column(name, cells, self[f"meaning-{place}"], self[f"attribute-{place}"])

    def clean(self) -> dict[str, Any]:
        """An attribute has a name."""
        given: dict[str, Any] = super().clean() or {}
        for place, _name in enumerate(self._preview.header):
            if given.get(f"meaning-{place}") == NAMED and not given.get(f"attribute-{place}"):
                self.add_error(f"attribute-{place}", _("Give the attribute a name."))
        return given

    def save(self) -> None:
        """Keep it, for the next file too. Raises FileRefusedError, OSError, WrongStateError."""
        given = self.cleaned_data
        meanings = {
            name: ATTRIBUTE + given[f"attribute-{place}"]
            if given[f"meaning-{place}"] == NAMED
            else given[f"meaning-{place}"]
            for place, name in enumerate(self._preview.header)
        }
        mapping = self._preview.mapping.corrected(
            columns=meanings, decimal_mark=DecimalMark(given["decimal_mark"])
        )
        reading = Reading.from_json(self._run.reading)
        runs.correct(self._run, reading=reading, mapping=mapping, category=given.get("category"))
