"""A file of each program goes in by clicks: recognised, checked, imported with its pictures."""

# ruff: noqa: E501 - lines of files

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect

from catalog.imports.runs.working import work
from catalog.models import Product, ProductImage
from tests.pictures import draw, encode
from tests.scripted_server import ScriptedServer, reply

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SHOPIFY = """Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Image Src,Image Position,Status
lamp,Desk lamp,Lumo,Lamps,TRUE,Colour,Red,L-R,shopify,4,19.90,{host}/red.jpg,1,active
lamp,,,,,,Blue,L-B,shopify,2,21.90,{host}/blue.jpg,2,
"""
WOOCOMMERCE = """ID,Type,SKU,Name,Published,Stock,Regular price,Categories,Images,Parent,Attribute 1 name,Attribute 1 value(s)
10,variable,SH,Shirt,1,,,Clothing > Shirts,{host}/red.jpg,,Colour,"Red, Blue"
11,variation,SH-R,Shirt - Red,1,3,20.00,,{host}/blue.jpg,SH,Colour,Red
12,variation,SH-B,Shirt - Blue,1,1,20.00,,,SH,Colour,Blue
"""
MAGENTO = """sku,attribute_set_code,product_type,categories,name,product_online,price,url_key,base_image,additional_attributes,qty,additional_images,configurable_variations
J-S,Top,simple,Default Category/Men/Jackets,Jacket S,1,50.0000,jacket-s,/r/e/red.jpg,size=S,5.0000,/b/l/blue.jpg,
J-M,Top,simple,Default Category/Men/Jackets,Jacket M,1,55.0000,jacket-m,/b/l/blue.jpg,size=M,1.0000,,
J,Top,configurable,Default Category/Men/Jackets,Jacket,1,,jacket,,,,,"sku=J-S,size=S|sku=J-M,size=M"
"""
GOOGLE = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>M-R</g:id><g:title>Mug</g:title><g:price>12.50 EUR</g:price><g:availability>in_stock</g:availability>
<g:item_group_id>M</g:item_group_id><g:image_link>{host}/red.jpg</g:image_link>
<g:additional_image_link>{host}/blue.jpg</g:additional_image_link><g:product_type>Home &gt; Mugs</g:product_type></item>
<item><g:id>M-B</g:id><g:title>Mug</g:title><g:price>12.50 EUR</g:price><g:availability>in_stock</g:availability>
<g:item_group_id>M</g:item_group_id><g:image_link>{host}/blue.jpg</g:image_link><g:product_type>Home &gt; Mugs</g:product_type></item>
</channel></rss>"""
# Label of the format, name of the file, its text, how many pictures come with it.
FILES = [
    ("Shopify", "shopify.csv", SHOPIFY, 4),
    ("WooCommerce", "woo.csv", WOOCOMMERCE, 2),
    ("Magento", "magento.csv", MAGENTO, 3),
    ("Google", "feed.xml", GOOGLE, 3),
]


@pytest.fixture
def host(settings) -> Iterator[str]:
    """A server with two pictures, which this shop may ask."""
    with ScriptedServer() as server:
        settings.VITRINE_FETCH_PORTS = (server.port,)
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1"
        for colour in ("red", "blue"):
            server.answers[f"/{colour}.jpg"] = reply(encode(draw(colour)))
        yield server.url("")


@pytest.fixture
def archive() -> bytes:
    """The same pictures in a ZIP."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for colour in ("red", "blue"):
            file.writestr(f"media/{colour}.jpg", encode(draw(colour)))
    return packed.getvalue()


def payload(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def bring_in(page: Page, *, named: str, name: str, file: bytes, pictures: bytes | None) -> None:
    page.goto(reverse("admin:catalog_importrun_add"))
    page.set_input_files("#id_file", payload(name, file))
    if pictures:
        page.set_input_files("#id_pictures", payload("p.zip", pictures))
    page.click("text=Read the file")
    expect(page.locator("#id_format option:checked")).to_contain_text(named)
    page.click("text=Keep, and check the file")
    work(token="browser", seconds=60)
    page.click("[value='Import now']")
    work(token="browser", seconds=60)
    page.wait_for_selector(".badge-applied")
    expect(page.locator(".number-new strong")).to_have_text("2")
    expect(page.locator(".number-refused strong")).to_have_text("0")


def test_each_format(page: Page, host: str, archive: bytes, tmp_path: Path) -> None:
    for named, name, text, pictures in FILES:
        file = text.format(host=host).encode()
        zipped = archive if named == "Magento" else None
        bring_in(page, named=named, name=name, file=file, pictures=zipped)
        assert ProductImage.objects.count() == pictures
        Product.objects.all().delete()

    # Vitrine's own: the template, as it comes from the page, filled in.
    page.goto(reverse("admin:catalog_importrun_add"))
    with page.expect_download() as download:
        page.click("text=Template (XLSX)")
    with Path(download.value.path()).open("rb") as template:
        book = openpyxl.load_workbook(template)
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    sheet.delete_rows(2, sheet.max_row)
    for sku in ("V-1", "V-2"):
        line: dict[object, object] = {
            "sku": sku,
            "name": "Vase",
            "category": "Home > Vases",
            "price": 9.95,
            "stock": 1,
            "published": True,
        }
        sheet.append([line.get(name) or "" for name in header])
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    bring_in(
        page, named="A product in each line", name="v.xlsx", file=filled.read_bytes(), pictures=None
    )
    assert sorted(Product.objects.values_list("sku", flat=True)) == ["V-1", "V-2"]
