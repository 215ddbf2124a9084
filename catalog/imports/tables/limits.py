"""What a table may hold, so that reading one takes the same memory whatever is in it."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.images.validation.limits import MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLimits:
    """Far beyond what catalogues have; what is over is no catalogue, or an attack."""

    max_columns: int = 1_000
    """A Magento catalogue with every attribute as a column has 100 to 400."""
    max_cell: int = 131_072
    """Characters; the longest descriptions, with pictures of text in them, have some 60,000."""
    max_line: int = 4 * MIB
    """Characters between two line ends."""
    max_record: int = 8 * MIB
    """Characters of all cells of a record together."""
    max_unpacked: int = 1_024 * MIB
    """Bytes of a spreadsheet's parts, unpacked, together; 50,000 products take some 100 MB."""
    max_shared: int = 256 * MIB
    """Bytes of a spreadsheet's texts, which are all held in memory."""
    max_sheet_rows: int = 1_048_576
    """As many as a sheet of Excel has."""
    max_depth: int = 16
    """Elements of XML inside each other."""


TABLE_LIMITS = TableLimits()
