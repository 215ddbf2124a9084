"""How a file is cut into cells, and whose format it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from backoffice.imports.recognised.file_words import TAB, delimiter_choices, encoding_choices
from catalog.imports import runs
from catalog.imports.formats import FORMATS
from catalog.imports.models import ImportRun
from catalog.imports.reading import recognise
from catalog.imports.runs.files import here
from catalog.imports.tables import Reading, open_table


class ReadingForm(forms.Form):
    """Only what there is to choose for this kind of file."""

    format = forms.ChoiceField(label=gettext_lazy("Whose file it is"))
    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"))
    delimiter = forms.ChoiceField(label=gettext_lazy("Between two cells stands"))
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    shown = forms.CharField(widget=forms.HiddenInput, strip=False)

    def __init__(self, run: ImportRun, preview: runs.Preview, *args: Any, **kwargs: Any) -> None:
        reading = preview.reading
        super().__init__(*args, **kwargs)
        self.initial = {
            "format": preview.mapping.format,
            "encoding": reading.encoding,
            "delimiter": reading.delimiter.replace("\t", TAB),
            "sheet": reading.sheet,
        }
        self._run, self._reading = run, reading
        self._offer("format", [(each.name, each.label) for each in FORMATS])
        if reading.kind == "text":
            self._offer("encoding", encoding_choices())
            self._offer("delimiter", delimiter_choices())
        else:
            del self.fields["encoding"], self.fields["delimiter"]
        sheets = _sheets(run, reading) if reading.kind == "xlsx" else ()
        if len(sheets) > 1:
            self._offer("sheet", [(name, name) for name in sheets])
        else:
            del self.fields["sheet"]
        self.initial["shown"] = self._joined(self.initial)

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def is_changed(self) -> bool:
        """Whether something else was chosen than what the columns beside it were shown by."""
        return self._joined(self.cleaned_data) != str(self.cleaned_data["shown"])

    @property
    def is_unlike_kept(self) -> bool:
        """Whether the file is to be read otherwise than the run has it so far."""
        return self._joined(self.cleaned_data) != str(self.initial["shown"])

    def read(self) -> None:
        """Let the run be read like this, without saving it; its columns are recognised anew.

        Raises FileRefusedError, OSError.
        """
        given = self.cleaned_data
        reading = Reading(
            kind=self._reading.kind,
            encoding=given.get("encoding", ""),
            delimiter=given.get("delimiter", "").replace(TAB, "\t"),
            sheet=given.get("sheet", self._reading.sheet),
        )
        table = open_table(here(self._run.file), reading=reading)
        self._run.reading = table.reading.as_json()
        self._run.mapping = recognise(table, format=given["format"]).as_json()

    def _joined(self, values: Mapping[str, Any]) -> str:
        return "/".join(values[name] for name in self.fields if name != "shown")


def _sheets(run: ImportRun, reading: Reading) -> tuple[str, ...]:
    """The sheets of a workbook; no other kind of file has any."""
    return getattr(open_table(here(run.file), reading=reading), "sheets", ())
