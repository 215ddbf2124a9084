"""Spreadsheets are read as their users see them, and hostile ones are not opened."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from catalog.imports.archives import ArchiveRefusedError
from catalog.imports.problems import FileRefusedError
from catalog.imports.rows import RefusedRow
from catalog.imports.tables import Reading, Unreadable, open_table
from catalog.imports.tables.limits import TableLimits


def workbook(rows, *, change=lambda book: None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, change) -> bytes:
    """The same archive with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if entry.filename == name else data)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_text_stays_text_and_numbers_numbers(table):
    found = table(workbook([["sku", "a", "b", "c"], ["00123", "16-07", 12.5, True]]))
    assert found.reading == Reading(kind="xlsx", sheet="Sheet")
    assert [each.cells for each in found.records()] == [("00123", "16-07", 12.5, True)]


def test_a_number_shown_with_zeros_comes_with_them(table):
    def change(book):
        book.active["A2"].number_format = "00000"

    found = table(workbook([["sku"], [123]], change=change))
    assert [each.cells for each in found.records()] == [("00123",)]


def test_dates_are_told_apart(codes, table):
    content = workbook([["sku", "name"], [date(2026, 7, 16), "Mug"]])
    assert [each.cells[0] for each in table(content).records()] == [date(2026, 7, 16)]
    assert codes(content) == [("date", "sku")]


def test_formulas_that_nobody_calculated_are_not_taken_for_empty_cells(codes, table):
    content = workbook([["sku", "name", "price"], ["A", "Mug", "=1+1"], ["B", "Cup", 2]])
    assert [each.cells[2] for each in table(content).records()] == [
        Unreadable("formula", "=…"),
        2,
    ]
    assert ("formula", "price") in codes(content)


def test_errors_are_told(codes):
    def change(book):
        book.active["B2"].data_type = "e"

    assert ("error", "name") in codes(workbook([["sku", "name"], ["A", "#REF!"]], change=change))


def test_blank_rows_and_columns_are_passed_over(table):
    found = table(workbook([[None], ["sku", "name", None], [None, " "], ["A", "Mug", None]]))
    assert found.header == ("sku", "name")
    assert [(each.line, each.cells) for each in found.records()] == [(4, ("A", "Mug"))]


def test_cells_beyond_the_header_are_refused(table):
    found = table(workbook([["sku", "name"], ["A", "Mug", "and this"], ["B", "Cup"]]))
    refused, fine = found.records()
    assert isinstance(refused, RefusedRow)
    assert [each.code for each in refused.problems] == ["ragged"]
    assert fine.cells == ("B", "Cup")


def test_the_first_filled_sheet_is_taken_unless_staff_choose(table):
    def change(book):
        book.create_sheet("Empty", 0)
        book.create_sheet("Others").append(["sku"])

    content = workbook([["sku", "name"], ["A", "Mug"]], change=change)
    assert table(content).reading.sheet == "Sheet"
    assert table(content, Reading(kind="xlsx", sheet="Others")).header == ("sku",)
    with pytest.raises(FileRefusedError) as refusal:
        table(content, Reading(kind="xlsx", sheet="Gone"))
    assert refusal.value.code == "no_sheet"


def test_carriage_returns_of_excel_are_unescaped(table):
    found = table(workbook([["sku", "name"], ["A", "one_x000D_\ntwo"], ["B", "_x0000_xD800_"]]))
    assert [each.cells[1] for each in found.records()] == ["one\r\ntwo", "_x0000_xD800_"]


def test_what_a_sheet_says_of_its_size_is_not_believed(table):
    content = with_part(
        workbook([["sku", "name"], ["A", "Mug"]]),
        SHEET,
        lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1"'),
    )
    assert [each.cells for each in table(content).records()] == [("A", "Mug")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda xml: xml.replace(b'r="2"', b'r="999999999999"', 1), "too_long"),
        (lambda xml: xml.replace(b"<worksheet", b"<!DOCTYPE a><worksheet", 1), "doctype"),
        (lambda xml: xml[:200], "not_xml"),
        (
            lambda xml: xml.replace(b"<sheetData>", b"<sheetData><a b='" + b"x" * 6_000_000),
            "too_long",
        ),
    ],
)
def test_hostile_sheets_are_refused(table, change, code):
    content = with_part(workbook([["sku", "name"], ["A", "Mug"]]), SHEET, change)
    with pytest.raises(FileRefusedError) as refusal:
        list(table(content).records())
    assert refusal.value.code == code
    assert "%(" not in str(refusal.value)


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(workbook([["sku"]]))
    with zipfile.ZipFile(path, "a", 8) as archive:
        archive.writestr("xl/bomb.xml", bytes(12 << 20))
    assert path.stat().st_size < 30_000
    with pytest.raises(ArchiveRefusedError) as refusal:
        open_table(path, limits=TableLimits(max_unpacked=10 << 20))
    assert refusal.value.code == "too_many_bytes"


@pytest.mark.parametrize("size", [30, 300, 2_000])
def test_cut_off_files_are_refused(table, size):
    with pytest.raises(FileRefusedError) as refusal:
        table(workbook([["sku", "name"], ["A", "Mug"]])[:size])
    assert refusal.value.code == "damaged"


def test_a_zip_of_anything_else_is_refused(table):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(FileRefusedError) as refusal:
        table(made.getvalue())
    assert refusal.value.code == "damaged"
