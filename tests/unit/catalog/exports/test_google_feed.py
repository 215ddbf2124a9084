"""The feed for Google is a feed, and changes nothing of what it holds when it is imported."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast
from xml.etree import ElementTree

import pytest

from catalog.exports import google_feed
from catalog.imports.reading import read_rows, recognise
from catalog.imports.rows import PictureReference, ProductRow
from catalog.imports.tables import open_table

MUG = ProductRow(
    sku="M&<1>",
    lines=(),
    name='Mug "A" \x07& B',
    description="One\r\ntwo",
    price=Decimal("1250.50"),
    category=("Home, garden", "Mugs"),
    brand="Lumo",
    family="M",
    attributes={"colour": "red", "size": 24, "washable": True},
    stock=3,
    is_published=True,
    pictures=(
        PictureReference("https://a.example/1.jpg", "Front"),
        PictureReference("https://a.example/2,2.jpg", "Back"),
        PictureReference("https://a.example/3.jpg", ""),
    ),
)
DRAFT = ProductRow(sku="D", lines=(), is_published=False, pictures=MUG.pictures)
BARE = ProductRow(sku="B", lines=(), is_published=True, pictures=())


@pytest.fixture
def feed() -> str:
    return "".join(
        google_feed(
            [MUG, DRAFT, BARE],
            title="Shop & more",
            link="https://a.example/",
            currency="EUR",
            link_of=lambda row: "https://a.example/p/mug/?a=1&b=2",
        )
    )


def test_it_is_xml_with_what_may_be_shown(feed):
    items = ElementTree.fromstring(feed.encode()).findall("channel/item")
    assert len(items) == 1
    texts = {each.tag.rpartition("}")[2]: each.text for each in items[0]}
    assert texts["id"] == "M&<1>"
    assert texts["title"] == 'Mug "A" & B'
    assert texts["price"] == "1250.50 EUR"
    assert texts["availability"] == "in_stock"
    assert texts["link"] == "https://a.example/p/mug/?a=1&b=2"
    assert "washable" not in texts


def test_it_comes_back(feed, tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(feed, encoding="utf-8", newline="")
    table = open_table(path)
    row = cast("ProductRow", next(read_rows(table, recognise(table), currency="EUR")))
    assert (row.sku, row.price, row.in_stock, row.family) == (MUG.sku, MUG.price, True, "M")
    assert row.description == MUG.description
    assert row.category == MUG.category
    assert row.attributes == {"colour": "red", "size": "24"}
    pictures = cast("tuple[Any, ...]", row.pictures)
    assert [each.source for each in pictures] == [
        "https://a.example/1.jpg",
        "https://a.example/2,2.jpg",
        "https://a.example/3.jpg",
    ]
