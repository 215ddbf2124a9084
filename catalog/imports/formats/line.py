"""One line of a file, read by the meaning of its columns; what is wrong with it is collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from catalog.imports.formats.cells import FLAGS, text_of, unguarded
from catalog.imports.mapping import ColumnMapping
from catalog.imports.numbers import (
    DecimalMark,
    Money,
    NumberRefusedError,
    read_amount,
    read_count,
    read_money,
)
from catalog.imports.problems import Notice, Problem, problem
from catalog.imports.rows import CLEARED, MISSING, Attributes, Missing, PassedOverRow
from catalog.imports.tables import Cell, Record, Table, Unreadable
from catalog.imports.tables.reading import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Layout:
    """Where the columns of a meaning stand."""

    header: tuple[str, ...]
    positions: Mapping[str, tuple[int, ...]]
    attributes: Mapping[int, str]
    """Position -> name of the attribute."""
    mark: DecimalMark
    kind: Kind
    """Of file; in spreadsheets numbers are numbers and text is text."""

    @classmethod
    def of(cls, table: Table, mapping: ColumnMapping) -> Layout:
        positions: dict[str, tuple[int, ...]] = {}
        attributes = {}
        named = mapping.attributes
        for position, column in enumerate(table.header):
            if column in named:
                attributes[position] = named[column]
            elif meaning := mapping.columns.get(column):
                positions[meaning] = (*positions.get(meaning, ()), position)
        kind = table.reading.kind
        return cls(table.header, positions, attributes, mapping.decimal_mark, kind)


class Line:
    """Cells by meaning. What cannot be read is noted in `problems` and comes as MISSING."""

    def __init__(self, record: Record, layout: Layout) -> None:
        self.record, self.layout = record, layout
        self.number = record.line
        self.problems: list[Problem] = []
        self.notices: list[Notice] = []

    def has(self, meaning: str) -> bool:
        """Whether the file has a column that means this."""
        return meaning in self.layout.positions

    def text(self, meaning: str) -> str | Missing:
        """Without blanks around it; empty where the cell is; MISSING without a column."""
        return self.plain(meaning) if self.has(meaning) else MISSING

    def plain(self, meaning: str, *, strip: bool = True) -> str:
        """The same, empty also without a column."""
        text = next(iter(self.texts(meaning)), "")
        return text.strip() if strip else text

    def texts(self, meaning: str) -> list[str]:
        """Of each column that means this."""
        return [unguarded(self._text_at(each)) for each in self.layout.positions.get(meaning, ())]

    def money(self, meaning: str) -> Money | None:
        """None where the cell is empty or no price, which is then noted, or without a column."""
        cell, text = self._cell(meaning), self.plain(meaning)
        if not text:
            return None
        try:
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                # Excel shows 15 digits; the rest is what binary fractions leave behind.
                plain = format(Decimal(format(cell, ".15g")), "f")
                return Money(read_amount(plain, mark=DecimalMark.POINT))
            return read_money(text, mark=self.layout.mark)
        except NumberRefusedError as refusal:
            self._refuse_number(refusal, meaning)
            return None

    def count(self, meaning: str) -> int | None:
        """A whole number; None as for `money`."""
        cell, text = self._cell(meaning), self.plain(meaning)
        if not text:
            return None
        is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
        try:
            return read_count(text, mark=DecimalMark.POINT if is_number else self.layout.mark)
        except NumberRefusedError as refusal:
            self._refuse_number(refusal, meaning)
            return None

    def flag(self, meaning: str, *, words: Mapping[str, bool] = FLAGS) -> bool | None:
        """Yes or no in the words of a program; None as for `money`."""
        text = self.plain(meaning).casefold()
        if text and text not in words:
            self.refuse(
                "flag",
                _("%(column)s says neither yes nor no: %(value)s."),
                meaning=meaning,
                value=text,
            )
        return words.get(text)

    def attributes(self) -> Attributes:
        """Those with columns of their own, as text."""
        return {
            name: unguarded(self._text_at(position)).strip() or CLEARED
            for position, name in self.layout.attributes.items()
        }

    def filled_attributes(self) -> Attributes:
        """The same without empty cells, which in files of shop systems say nothing."""
        return {name: value for name, value in self.attributes().items() if value is not CLEARED}

    def raw_text(self, position: int) -> str:
        """Of one cell, as it stands."""
        return self._text_at(position)

    def refuse(
        self,
        code: str,
        sentence: str | _StrPromise,
        *,
        meaning: str = "",
        value: object = "",
        **more: object,
    ) -> None:
        """Note why the line may not enter."""
        column = self.column_of(meaning)
        noted = problem(code, sentence, column=column, value=value, **more)
        if noted not in self.problems:
            self.problems.append(noted)

    def tell(self, code: str, sentence: str | _StrPromise, **parameters: object) -> None:
        """Note what staff should know although the line may enter."""
        self.notices.append(Notice(code, sentence, parameters))

    def passed_over(self, code: str, sentence: str | _StrPromise) -> PassedOverRow:
        """This line as one that is no product of its own."""
        return PassedOverRow(
            lines=(self.number,), notice=Notice(code, sentence), sku=self.plain("sku")
        )

    def column_of(self, meaning: str) -> str:
        """As the header has it; the meaning itself where there is no column."""
        positions = self.layout.positions.get(meaning, ())
        return self.layout.header[positions[0]] if positions else meaning

    def _cell(self, meaning: str) -> Cell:
        positions = self.layout.positions.get(meaning, ())
        return self.record.cells[positions[0]] if positions else None

    def _text_at(self, position: int) -> str:
        cell = self.record.cells[position]
        if isinstance(cell, Unreadable):
            column = self.layout.header[position]
            noted = problem(cell.code, _UNREADABLE[cell.code], column=column, value=cell.shown)
            if noted not in self.problems:
                self.problems.append(noted)
            return ""
        return text_of(cell)

    def date_in(self, meaning: str) -> bool:
        """Whether a spreadsheet holds a date where this is meant."""
        return isinstance(self._cell(meaning), date)

    def _refuse_number(self, refusal: NumberRefusedError, meaning: str) -> None:
        self.refuse(
            refusal.code,
            refusal.sentence,
            meaning=meaning,
            value=self.plain(meaning),
            **refusal.parameters,
        )


_UNREADABLE = {
    "formula": _(
        "%(column)s holds a formula that was never calculated. Open the file in a spreadsheet "
        "program and save it."
    ),
    "error": _("%(column)s holds an error of the spreadsheet: %(value)s."),
}
