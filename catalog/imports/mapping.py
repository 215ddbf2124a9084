"""Which column of a file means what: recognised, shown to staff, corrected, and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from catalog.imports.numbers import DecimalMark
from catalog.imports.problems import FileRefusedError
from catalog.imports.tables.header import fold_name

IGNORE = "ignore"
"""The meaning of a column that nobody needs."""
ATTRIBUTE = "attribute:"
"""Before the name of an attribute of the product."""
# Columns which many files have several of, and whose cells then count together.
SEVERAL = frozenset({"pictures", "picture_alts", IGNORE})
MAX_ATTRIBUTE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What the columns of a file mean to its format, and how its numbers are written."""

    format: str
    """The name of one of FORMATS."""
    columns: Mapping[str, str]
    """Name of a column -> a meaning of the format, "attribute:NAME" or IGNORE."""
    decimal_mark: DecimalMark = DecimalMark.POINT
    is_certain: bool = True
    """False where prices such as 1,234 leave open what their mark means."""

    @property
    def ignored(self) -> tuple[str, ...]:
        """Columns that nothing is made of; staff are told."""
        return tuple(column for column, meaning in self.columns.items() if meaning == IGNORE)

    @property
    def attributes(self) -> dict[str, str]:
        """Column -> name of the attribute that it becomes."""
        return {
            column: meaning.removeprefix(ATTRIBUTE)
            for column, meaning in self.columns.items()
            if meaning.startswith(ATTRIBUTE)
        }

    def columns_of(self, meaning: str) -> tuple[str, ...]:
        """Those that mean this, in the order of the file."""
        return tuple(column for column, meant in self.columns.items() if meant == meaning)

    def corrected(
        self,
        *,
        columns: Mapping[str, str] | None = None,
        decimal_mark: DecimalMark | None = None,
    ) -> ColumnMapping:
        """The same with what staff say better; columns that they do not name stay."""
        return replace(
            self,
            columns={**self.columns, **(columns or {})},
            decimal_mark=decimal_mark or self.decimal_mark,
            is_certain=self.is_certain or decimal_mark is not None,
        )

    def as_json(self) -> dict[str, object]:
        """To be kept for the next time."""
        return {
            "format": self.format,
            "columns": dict(self.columns),
            "decimal_mark": str(self.decimal_mark),
            "is_certain": self.is_certain,
        }

    @classmethod
    def from_json(cls, kept: object) -> ColumnMapping:
        """What `as_json` gave. Raises FileRefusedError."""
        match kept:
            case {
                "format": str(name),
                "columns": dict(columns),
                "decimal_mark": "." | "," as mark,
                **rest,
            } if all(isinstance(each, str) for pair in columns.items() for each in pair):
                return cls(
                    format=name,
                    columns=columns,
                    decimal_mark=DecimalMark(mark),
                    is_certain=rest.get("is_certain") is True,
                )
        raise FileRefusedError("mapping", _("This does not say what the columns of a file mean."))


def key_of(header: tuple[str, ...]) -> str:
    """Files with the same columns, in any order, have the same key: 64 hex digits."""
    names = "\n".join(sorted(fold_name(name) for name in header))
    return hashlib.sha256(names.encode()).hexdigest()
