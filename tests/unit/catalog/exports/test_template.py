"""The file that people begin with can be imported as it is."""

from __future__ import annotations

import io
from typing import Any

import pytest

from catalog.exports import (
    ExportRefusedError,
    csv_lines,
    template_columns,
    template_rows,
    write_xlsx,
)
from catalog.exports.columns import Columns
from catalog.imports.reading import read_rows, recognise
from catalog.imports.rows import ProductRow
from catalog.imports.tables import open_table


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_imports(tmp_path, kind):
    path = tmp_path / "template"
    rows = template_rows(currency="EUR")
    with path.open("wb") as file:
        if kind == "csv":
            file.writelines(line.encode() for line in csv_lines(rows, template_columns()))
        else:
            write_xlsx(rows, template_columns(), file)
    table = open_table(path)
    mapping = recognise(table)
    assert (mapping.format, mapping.ignored) == ("vitrine", ())
    found: list[Any] = list(read_rows(table, mapping, currency="EUR"))
    assert [row.sku for row in found] == ["CHAIR-RED", "CHAIR-BLUE"]
    assert {row.family for row in found} == {"CHAIR"}
    assert found[0].pictures == rows[0].pictures
    assert [row.texts["name:de"] for row in found] == ["Klappstuhl, rot", "Klappstuhl, blau"]


def test_a_text_too_long_for_a_cell_is_not_cut():
    row = ProductRow(sku="A", lines=(), description="x" * 32_768)
    with pytest.raises(ExportRefusedError, match="A"):
        write_xlsx([row], Columns(("sku", "description")), io.BytesIO())
