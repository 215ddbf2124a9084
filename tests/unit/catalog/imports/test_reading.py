"""A file from beginning to end: recognised, corrected by staff, read row by row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.imports.mapping import ColumnMapping, key_of
from catalog.imports.numbers import DecimalMark
from catalog.imports.problems import FileRefusedError
from catalog.imports.reading import check_mapping, recognise
from catalog.imports.rows import CLEARED, MISSING, ProductRow, RefusedRow


@pytest.mark.parametrize(
    ("header", "format"),
    [
        ("Handle,Title,Body (HTML),Vendor,Variant SKU,Variant Price,Image Src", "shopify"),
        ("Title,URL handle,Description,SKU,Price,Product image URL", "shopify"),
        ("ID,Type,SKU,Name,Published,Regular price,Parent,Attribute 1 name", "woocommerce"),
        ("sku,store_view_code,attribute_set_code,product_type,categories,price", "magento"),
        ("id,title,description,link,image_link,availability,price", "google"),
        ("id\ttitle\tavailability\tprice\titem group id", "google"),
        ("sku,name,price,category", "vitrine"),
        ("Artikelnummer;Bezeichnung;Preis;Farbe", "vitrine"),
        ("what,ever", "vitrine"),
    ],
)
def test_formats_are_recognised_by_their_header(table, header, format):
    assert recognise(table(f"{header}\n")).format == format


def test_a_mapping_is_kept_and_corrected(table):
    found = table("SKU;Was;Preis;Farbe\nA;Tasse;1.234;rot\n")
    mapping = recognise(found)
    assert mapping.columns["Was"] == "attribute:Was"
    assert not mapping.is_certain
    mended = mapping.corrected(
        columns={"Was": "name", "Farbe": "attribute:colour"}, decimal_mark=DecimalMark.COMMA
    )
    assert ColumnMapping.from_json(mended.as_json()) == mended
    assert mended.is_certain
    check_mapping(found, mended)


def test_a_corrected_mapping_decides_what_is_read(table, outcomes):
    content = "SKU;Was;Preis;Farbe\nA;Tasse;1.234;rot\n"
    mapping = recognise(table(content)).corrected(
        columns={"Was": "name", "Farbe": "ignore"}, decimal_mark=DecimalMark.COMMA
    )
    (row,) = outcomes(content, mapping=mapping)
    assert (row.name, row.price, row.attributes) == ("Tasse", Decimal("1234.00"), {})
    assert mapping.ignored == ("Farbe",)


@pytest.mark.parametrize(
    ("columns", "word"),
    [
        ({"sku": "ignore"}, "SKU"),
        ({"name": "sku"}, "both"),
        ({"name": "nonsense"}, "nonsense"),
        ({"name": "attribute: "}, "attribute"),
        ({"gone": "name"}, "gone"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(table, columns, word):
    found = table("sku,name\nA,Mug\n")
    with pytest.raises(FileRefusedError, match=word):
        check_mapping(found, recognise(found).corrected(columns=columns))


@pytest.mark.parametrize("kept", [None, [], {"format": "vitrine"}, {"columns": {"a": 1}}])
def test_what_is_no_mapping_is_refused(kept):
    with pytest.raises(FileRefusedError):
        ColumnMapping.from_json(kept)


def test_files_with_the_same_columns_are_known_again():
    assert key_of(("SKU", "Image_Link")) == key_of(("image link", "sku"))
    assert key_of(("sku",)) != key_of(("sku", "name"))


def test_missing_and_empty_are_not_the_same(outcomes):
    (row,) = outcomes("sku,brand,attribute:colour,pictures\nA,,,\n")
    assert (row.name, row.price, row.category, row.stock) == (MISSING,) * 4
    assert (row.brand, row.pictures, row.attributes) == ("", (), {"colour": CLEARED})


def test_all_that_is_wrong_with_a_row_is_said_at_once(outcomes):
    content = "sku,name,price,stock,published\n\u200b,,1e3,-5,perhaps\n"
    (refused,) = outcomes(content)
    assert isinstance(refused, RefusedRow)
    assert {(each.code, each.column) for each in refused.problems} == {
        ("empty", "sku"),
        ("empty", "name"),
        ("number", "price"),
        ("negative", "stock"),
        ("flag", "published"),
    }
    assert refused.lines == (2,)
    assert refused.records[0].cells == ("\u200b", "", "1e3", "-5", "perhaps")
    assert "price is no number such as 1250 or 12.50: 1e3." in {
        each.reason for each in refused.problems
    }


def test_skus_stand_once(outcomes):
    first, same, alike = outcomes("sku\nABC-77\nABC-77\nabc\u201177\n")
    assert isinstance(first, ProductRow)
    assert [each.code for each in same.problems] == ["duplicate_sku"]
    assert [each.code for each in alike.problems] == ["look_alike_sku"]
    assert "ABC-77 in line 2" in alike.problems[0].reason
    assert alike.records


def test_invisible_characters_in_a_sku_are_told(outcomes):
    (row,) = outcomes("sku\nAB\u200bC\n")
    assert row.sku == "ABC"
    assert [each.code for each in row.notices] == ["sku_cleaned"]
    assert "ABC" in str(row.notices[0])


def test_prices_in_another_currency_are_refused(codes):
    assert codes("sku,price\nA,5 USD\nB,5 EUR\nC,5\n", currency="EUR") == [("currency", "price")]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("name", "x" * 201, "too_long"),
        ("sku", "x" * 65, "too_long"),
        ("brand", "x" * 81, "too_long"),
        ("family", "x" * 65, "too_long"),
        ("slug", "with blanks", "slug"),
        ("category", "", "empty"),
        ("category", "x" * 121, "too_long"),
        ("category", "json:[1", "json"),
        ("pictures", "|".join(f"{n}.jpg" for n in range(101)), "too_many_pictures"),
        ("pictures", "json:{}", "json"),
        ("attribute:a", "json:{", "json"),
        ("attribute:a", "json:NaN", "json"),
        ("attribute:a", 'json:["\\u0000"]', "json"),
        ("attribute:a", 'json:{"a": "\\ud800"}', "json"),
        ("attribute:a", "json:" + "[" * 5_000, "json"),
        ("price", "", "empty"),
        ("stock", "", "empty"),
        ("stock", "1.5", "number"),
        ("published", "", "empty"),
    ],
)
def test_what_the_catalogue_has_no_room_for_is_refused(codes, column, value, code):
    header, line = ("sku", value) if column == "sku" else (f"sku;{column}", f"A;{value}")
    found = codes(f"{header}\n{line}\n")
    assert [each for each, _column in found] == [code]
    assert found[0][1] in (column, "")
