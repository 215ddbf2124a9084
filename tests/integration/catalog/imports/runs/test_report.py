"""The report of an import: the lines that did not come in, to be mended and sent again."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import Workbook

from catalog.imports import runs
from catalog.imports.numbers import DecimalMark
from catalog.models import Product
from tests.integration.catalog.imports.runs.test_pictures_of_runs import archive, jpeg

pytestmark = pytest.mark.django_db(transaction=True)


def lines_of(run) -> list[dict[str, str]]:
    text = "".join(runs.report(run)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_mended_lines_come_in(imported) -> None:
    run = imported(
        "sku;name;price;category;note\n"
        "A-1;Good;1,50;X;fine\n"
        'A-2;Bad;twelve;X;"two; parts"\n'
        "A-3;;2,50;X;=1+1\n"
    )
    wrong = lines_of(run)
    assert [(each["sku"], each["line"]) for each in wrong] == [("A-2", "3"), ("A-3", "4")]
    assert all(each["reason"] for each in wrong)
    assert wrong[0]["note"] == "two; parts"
    assert wrong[1]["note"] == "'=1+1"
    text = "".join(runs.report(run)).replace("twelve", '"12,00"', 1).replace("A-3,,", "A-3,Jug,")
    again = imported(text)
    assert again.counts["new"] == 2
    assert not again.counts.get("refused")
    jug = Product.objects.get(sku="A-3")
    assert (jug.name, str(jug.price), jug.attributes["note"]) == ("Jug", "2.50", "=1+1")
    assert "reason" not in jug.attributes
    assert "line" not in jug.attributes


def test_lines_of_one_product_go_together(imported) -> None:
    run = imported(
        "Handle,Title,Type,Variant SKU,Variant Price,Image Src,Option1 Name,Option1 Value\n"
        "mug,Mug,Mugs,M-1,5.00,,Colour,red\n"
        "mug,,,M-2,five,,,blue\n"
    )
    wrong = lines_of(run)
    assert "M-2" in [each["Variant SKU"] for each in wrong]
    text = "".join(runs.report(run)).replace("five", "6.00")
    again = imported(text)
    assert Product.objects.get(sku="M-2").name.startswith("Mug"), again.rows.values()


def test_lost_pictures_are_reported(imported) -> None:
    run = imported(
        "sku,name,category,pictures\nA-1,Vase,X,red.jpg\nA-2,Jug,X,gone.jpg\n",
        pictures=archive(red=jpeg("red")),
    )
    (line,) = lines_of(run)
    assert line["sku"] == "A-2"
    assert "gone.jpg" in line["reason"]


def test_items_of_a_feed_are_reported_as_a_table(imported) -> None:
    run = imported(
        '<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel>'
        "<item><g:id>A-1</g:id><g:title>Vase</g:title><g:price>five EUR</g:price>"
        "<g:product_type>Home &gt; Vases</g:product_type>"
        "<g:availability>in_stock</g:availability><g:item_group_id>F</g:item_group_id></item>"
        "<item><g:id>A-2</g:id><g:title>Jug</g:title><g:price>6.00 EUR</g:price>"
        "<g:product_type>Home</g:product_type></item></channel></rss>",
        name="feed.xml",
    )
    assert run.mapping["format"] == "google"
    assert [each["id"] for each in lines_of(run)] == ["A-1"], lines_of(run)
    text = "".join(runs.report(run)).replace("five", "5.00", 1)
    again = imported(text)
    assert again.mapping["format"] == "google"
    vase = Product.objects.get(sku="A-1")
    assert (str(vase.price), vase.family, vase.category.name) == ("5.00", "F", "Vases")


def test_cells_of_a_spreadsheet_keep_their_types(imported, started, finish) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["sku", "name", "category", "price", "attribute:code", "attribute:size"])
    sheet.append(["00123", "Vase", "X", "five", "24", 24])
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    run = runs.start(file, name="products.xlsx")
    runs.check(run)
    finish(run)
    text = "".join(runs.report(run)).replace("five", "5", 1)
    imported(text)
    vase = Product.objects.get()
    assert (vase.sku, vase.attributes) == ("00123", {"code": "24", "size": 24})


def test_corrections_are_kept_for_the_next_file_and_for_its_report(started, imported) -> None:
    run = started("sku;name;category;price;code\nA-1;Vase;X;1,234;7\n")
    assert not run.mapping["is_certain"]
    mapping = runs.preview(run).mapping.corrected(
        columns={"code": "ignore"}, decimal_mark=DecimalMark.COMMA
    )
    runs.correct(run, mapping=mapping)
    then = started("sku;name;category;price;code\nA-2;Vase;X;2,345;7\n")
    assert then.mapping["decimal_mark"] == ","
    assert then.mapping["columns"]["code"] == "ignore"
    wrong = imported("sku;name;category;price;code\nA-3;;X;2,345;7\n")
    text = "".join(runs.report(wrong)).replace("A-3,,", "A-3,Vase,", 1)
    again = started(text)
    assert again.mapping["decimal_mark"] == ","
    assert again.mapping["columns"]["code"] == "ignore"
