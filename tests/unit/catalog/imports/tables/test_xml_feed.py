"""Feeds are read piece by piece, and nothing that they declare is expanded or fetched."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from catalog.imports.problems import FileRefusedError
from catalog.imports.rows import RefusedRow
from catalog.imports.tables import Record, open_table

RSS = '<?xml version="1.0"?>\n<rss xmlns:g="http://base.google.com/ns/1.0"><channel>%s</channel></rss>'


def test_elements_are_cells(table):
    found = table(
        RSS % "<title>Shop</title>\n<item><g:id>A</g:id><g:title>Mug</g:title></item>\n"
        "<item><g:id>B</g:id><g:price>5 EUR</g:price></item>"
    )
    assert found.header == ("id", "title", "price")
    assert [(each.line, each.cells) for each in found.records()] == [
        (3, ("A", "Mug", "")),
        (4, ("B", "", "5 EUR")),
    ]


def test_googles_elements_go_before_those_of_rss(table):
    item = "<item><title>RSS</title><g:title>Google</g:title><link>x</link></item>"
    other = "<item><g:title>Google</g:title><title>RSS</title><link>x</link></item>"
    assert [each.cells for each in table(RSS % (item + other)).records()] == [
        ("Google", "x"),
        ("Google", "x"),
    ]


def test_several_elements_of_a_name_are_lines_of_a_cell(table):
    links = "<g:l>https://a.example/1,2.jpg</g:l><g:l>https://a.example/3.jpg</g:l>"
    found = table(RSS % f"<item>{links}</item>")
    assert [each.cells for each in found.records()] == [
        ("https://a.example/1,2.jpg\nhttps://a.example/3.jpg",)
    ]


def test_elements_within_elements_stand_with_colons_between(table):
    found = table(RSS % "<item><g:s><g:c>DE</g:c>\n <g:p>4 EUR</g:p></g:s></item>")
    assert found.header == ("s",)
    assert [each.cells for each in found.records()] == [("DE:4 EUR",)]


@pytest.mark.parametrize("name", ["item", "entry", "product", "offer", "SHOPITEM"])
def test_items_have_many_names(table, name):
    found = table(f"<feed><{name}><id>A</id></{name}></feed>")
    assert [each.cells for each in found.records()] == [("A",)]


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1/">]>',
    ],
)
def test_a_doctype_is_refused(table, declared):
    with pytest.raises(FileRefusedError) as refusal:
        table(f"<?xml version='1.0'?>{declared}<rss><item><id>&b;</id></item></rss>")
    assert refusal.value.code == "doctype"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<rss><item><id>A</id></rss>", "not_xml"),
        ("<rss><item><id>A</id></item>", "not_xml"),
        ("<rss><thing/></rss>", "no_items"),
        ("<rss><item>" + "<a>" * 50 + "</a>" * 50 + "</item></rss>", "not_xml"),
        ("<rss><item " + "x" * 6_000_000, "too_long"),
        ("<item>" + "".join(f"<a{n}/>" for n in range(1_500)) + "</item>", "too_wide"),
    ],
)
def test_what_is_no_feed_is_refused(table, content, code):
    begun = time.monotonic()
    with pytest.raises(FileRefusedError) as refusal:
        table(content)
    assert refusal.value.code == code
    assert "%(" not in str(refusal.value)
    assert time.monotonic() - begun < 10


def test_an_endless_text_costs_its_item_alone(table):
    items = f"<item><id>A</id><d>{'x' * 200_000}</d></item><item><id>B</id><d>y</d></item>"
    refused, fine = table(RSS % items).records()
    assert isinstance(refused, RefusedRow)
    assert [(each.code, each.column) for each in refused.problems] == [("too_long", "d")]
    assert isinstance(fine, Record)


def test_a_long_feed_takes_no_memory(tmp_path):
    path = tmp_path / "feed.xml"
    with path.open("w") as file:
        file.write("<rss><channel>")
        for number in range(10_000):
            file.write(f"<item><id>{number}</id><d>{'text ' * 200}</d></item>")
        file.write("</channel></rss>")
    tracemalloc.start()
    assert sum(1 for _record in open_table(path).records()) == 10_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 10_000_000
    assert peak < 5_000_000
