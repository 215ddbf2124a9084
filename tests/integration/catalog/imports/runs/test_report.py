"""The report of an import: the lines that did not come in, to be mended and sent again."""

from __future__ import annotations

import csv
import io

import pytest

from catalog.imports import runs
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
