"""Vitrine's own XLSX, written row by row."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext_lazy as _

from catalog.exports.columns import Columns, ExportCell
from catalog.imports.rows import ProductRow
from catalog.imports.tables.xlsx_cells import escape
from catalog.refusals import RefusedError

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MAX_CELL = 32_767
"""Characters that a cell of Excel holds; what is longer would be cut without a word."""


class ExportRefusedError(RefusedError):
    """A product does not fit into this kind of file. code: too_long."""


def write_xlsx(rows: Iterable[ProductRow], columns: Columns, file: BinaryIO) -> None:
    """One sheet; texts are text, so that no program makes dates or formulas of them.

    Raises ExportRefusedError for a text that a cell cannot hold, and OSError.
    """
    # Imported late, as the rest of openpyxl here: 170 modules that most processes never use.
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = workbook.create_sheet("Products")
    sheet.freeze_panes = "B2"
    sheet.append([_bold(sheet, name) for name in columns.header])
    try:
        for row in rows:
            sheet.append([_cell(sheet, cell, sku=row.sku) for cell in columns.cells_of(row)])
    except BaseException:
        # openpyxl writes to a file of its own, and would finish that whenever memory is tidied up.
        sheet.close()
        raise
    workbook.save(file)


def _bold(sheet: WriteOnlyWorksheet, name: str) -> Cell:
    from openpyxl.styles import Font

    cell = _cell(sheet, name, sku="")
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: ExportCell, *, sku: str) -> Cell:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    if value == "":
        return cell
    if not isinstance(value, str):
        # A float of 17 digits would be written with 16.
        is_exact = not isinstance(value, float) or float(f"{value:.16g}") == value
        cell.value = value if is_exact else f"json:{value!r}"
        if isinstance(value, Decimal):
            cell.number_format = "0.00"
        return cell
    text = escape(value)
    if len(text) > MAX_CELL:
        raise ExportRefusedError(
            "too_long",
            _("A text of %(sku)s is longer than a cell of a spreadsheet; export CSV instead."),
            sku=sku,
        )
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
