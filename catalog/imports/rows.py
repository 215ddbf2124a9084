"""One product as a file describes it, whatever the file's format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Final

from catalog.imports.problems import Notice, Problem

if TYPE_CHECKING:  # tables know rows
    from catalog.imports.tables.records import Record


class Missing(Enum):
    """The file has no column for this, so an import leaves it as it is."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING

AttributeValue = str | int | float | bool | list[object] | dict[str, object] | None
"""What a product's attributes may hold: whatever JSON can."""


class Cleared(Enum):
    """The file has a column for this attribute, and its cell is empty."""

    CLEARED = "cleared"


CLEARED: Final = Cleared.CLEARED
Attributes = dict[str, AttributeValue | Cleared]
"""By name: those that a file has columns for."""


@dataclass(frozen=True, slots=True)
class PictureReference:
    """Where a picture is to be found."""

    source: str
    """An address (http, https), or a path below the folder or archive of pictures."""
    alt: str | Missing = MISSING
    """What to say in place of the picture."""

    @property
    def is_address(self) -> bool:
        """Whether it has to be fetched."""
        return self.source.lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """A product that may enter. What is `MISSING` has no column; what is empty is to be emptied."""

    sku: str
    lines: tuple[int, ...]
    """Where it stands: the number of the first line of each of its records, or of its rows."""
    name: str | Missing = MISSING
    slug: str | Missing = MISSING
    description: str | Missing = MISSING
    price: Decimal | Missing = MISSING
    currency: str | Missing = MISSING
    """ISO 4217, where the file names one."""
    category: tuple[str, ...] | Missing = MISSING
    """Names, outermost first; never empty."""
    brand: str | Missing = MISSING
    family: str | Missing = MISSING
    attributes: Mapping[str, AttributeValue | Cleared] = field(default_factory=dict)
    """Those that the file has columns for; all others of the product stay."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """In other languages, by what the column means (name:de); those that the file has."""
    stock: int | Missing = MISSING
    in_stock: bool | Missing = MISSING
    """Whether any are there, where the file does not say how many."""
    is_published: bool | Missing = MISSING
    pictures: tuple[PictureReference, ...] | Missing = MISSING
    """In order, the cover first."""
    notices: tuple[Notice, ...] = ()
    """What staff should know about the row although it enters."""
    records: tuple[Record, ...] = field(default=(), repr=False, compare=False)
    """The lines as they stand in the file, for a report from which they can be sent again."""

    def refused(self, *problems: Problem) -> RefusedRow:
        """The same row, which may not enter after all."""
        return RefusedRow(lines=self.lines, problems=problems, sku=self.sku, records=self.records)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """What may not enter, with every reason and with the lines as they were, to be mended."""

    lines: tuple[int, ...]
    problems: tuple[Problem, ...]
    sku: str = ""
    """Empty where it cannot be told."""
    records: tuple[Record, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOverRow:
    """Lines that are fine and that are no product of their own, such as translations."""

    lines: tuple[int, ...]
    notice: Notice
    sku: str = ""


Outcome = ProductRow | RefusedRow | PassedOverRow
"""What becomes of one or several lines of a file."""
