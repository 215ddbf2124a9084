"""What is exported comes back as it was, whatever staff have put into their catalogue."""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.descriptions.visible import is_visible
from catalog.exports import FIELDS, Columns, csv_lines, write_xlsx
from catalog.imports.reading import read_rows, recognise
from catalog.imports.rows import CLEARED, PictureReference, ProductRow
from catalog.imports.skus import clean_sku, fold_sku
from catalog.imports.tables import Record, open_table
from catalog.imports.translated import text_meanings

# All that PostgreSQL keeps as text; a replacement character stands for one that was lost before.
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd")
spiky = st.sampled_from(
    ["=1+1", "-5", "+49", "@home", "'quoted", "''", "'24", "24", "1.5", "true", "json:[1]"]
    + ["00123", "16-07", "a|b", "a > b", "a/b", "_x000D_", "=", '"', "\ttab", "Ａ", "＝1"]
)


def texts(most: int, *, least: int = 0) -> st.SearchStrategy[str]:
    """Without blanks around them, which no field of a line keeps."""
    drawn = st.text(characters, max_size=most) | spiky
    return drawn.map(lambda text: text.strip()[:most].strip()).filter(
        lambda text: len(text) >= least
    )


def names(most: int) -> st.SearchStrategy[str]:
    """With single blanks within."""
    return texts(most).map(lambda text: " ".join(text.split())).filter(is_visible)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(characters, max_size=30)
    | spiky,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(characters), inner, max_size=3)
    ),
    max_leaves=5,
)
pictures = st.builds(PictureReference, texts(100, least=1), texts(50)).filter(
    lambda picture: "\r" not in picture.source
)
skus = st.text(characters, max_size=64) | spiky
rows = st.builds(
    ProductRow,
    sku=skus.map(clean_sku).filter(lambda sku: sku and len(sku) <= 64),
    lines=st.just(()),
    name=texts(200).filter(is_visible),
    slug=st.from_regex(r"[-a-zA-Z0-9_]{1,20}", fullmatch=True),
    description=st.text(characters, max_size=300) | spiky,
    price=st.decimals(0, Decimal("99999999.99"), places=2),
    currency=st.sampled_from(["EUR", "USD"]),
    category=st.lists(names(60), min_size=1, max_size=4).map(tuple),
    brand=texts(80),
    family=texts(64),
    attributes=st.dictionaries(
        st.sampled_from(["colour", "Colour", "size", "=x", "'y", "a:b", "Größe"]), json_values
    ),
    texts=st.fixed_dictionaries(
        {
            meaning: texts(200) if meaning.startswith("name") else st.text(characters) | spiky
            for meaning in text_meanings()
        }
    ),
    stock=st.integers(0, 2_147_483_647),
    is_published=st.booleans(),
    pictures=st.lists(pictures, max_size=4, unique_by=lambda picture: picture.source).map(tuple),
)
catalogues = st.lists(rows, min_size=1, max_size=4, unique_by=lambda row: fold_sku(row.sku))


def columns_of(catalogue: list[ProductRow], fields=FIELDS) -> Columns:
    return Columns(
        fields,
        attributes=tuple(dict.fromkeys(name for row in catalogue for name in row.attributes)),
        texts=tuple(catalogue[0].texts),
    )


def imported(content: bytes) -> list[Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "catalogue")
        path.write_bytes(content)
        table = open_table(path)
        return list(read_rows(table, recognise(table)))


def as_csv(catalogue: list[ProductRow], columns: Columns) -> bytes:
    return "".join(csv_lines(catalogue, columns)).encode()


def as_xlsx(catalogue: list[ProductRow], columns: Columns) -> bytes:
    file = io.BytesIO()
    write_xlsx(catalogue, columns, file)
    return file.getvalue()


def expected(row: ProductRow, columns: Columns) -> ProductRow:
    """Products without an attribute that others have are told to have none."""
    attributes = {name: row.attributes.get(name, CLEARED) for name in columns.attributes}
    return replace(row, attributes=attributes)


def same(found: list[Any], catalogue: list[ProductRow], columns: Columns) -> None:
    found = [
        replace(row, lines=(), notices=()) if isinstance(row, ProductRow) else row for row in found
    ]
    assert found == [expected(row, columns) for row in catalogue]
    for row, original in zip(found, catalogue, strict=True):
        for name, value in original.attributes.items():
            # To Python, True is 1.
            assert isinstance(row.attributes[name], bool) is isinstance(value, bool)


@given(catalogues)
@settings(max_examples=60, deadline=None)
def test_csv_comes_back_as_it_was(catalogue):
    columns = columns_of(catalogue)
    same(imported(as_csv(catalogue, columns)), catalogue, columns)


@given(catalogues)
@settings(max_examples=25, deadline=None)
def test_xlsx_comes_back_as_it_was(catalogue):
    columns = columns_of(catalogue)
    same(imported(as_xlsx(catalogue, columns)), catalogue, columns)


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_no_cell_is_a_formula(write):
    row = ProductRow(
        sku="=cmd|' /C calc'!A0",
        lines=(),
        name="@SUM(1)",
        description="\t=1",
        brand="-2+3",
        attributes={"=x": "+1"},
    )
    columns = columns_of([row], ("sku", "name", "description", "brand"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "catalogue")
        path.write_bytes(write([row], columns))
        table = open_table(path)
        record = next(table.records())
        assert isinstance(record, Record)
        cells = [*table.header, *record.cells]
    assert not [cell for cell in cells if str(cell).startswith(tuple("=+-@\t\r"))]


def test_columns_that_are_left_out_stay_missing():
    row = ProductRow(sku="A", lines=(), name="Mug", stock=3)
    (found,) = imported(as_csv([row], Columns(("sku", "stock"))))
    assert found == ProductRow(sku="A", lines=(2,), stock=3)
