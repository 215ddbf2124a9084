"""A file goes in by clicks: chosen, checked, imported and undone, with a bar that survives."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from catalog.models import Product
from catalog.tasks import sweep_imports
from embeddings.models import EmbeddingSpace
from tests.factories import ProductFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.worker,
]

FILE = (
    "Artikelnummer;Bezeichnung;Preis;Kategorie;Farbe\n"
    "A-1;Bäuchige Vase;12,50;Deko > Vasen;blau\n"
    "A-2;Rote Vase;9,90;Vases;rot\n"
    "A-3;;9,90;Deko > Vasen;rot\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_bytes(FILE.encode("cp1252"))
    return path


def number(page: Page, name: str) -> str:
    return page.locator(f".number-{name} strong").inner_text()


def test_from_the_file_to_the_undo(
    page: Page, chromium: Browser, plain_space: EmbeddingSpace, start_worker, file: Path
) -> None:
    ProductFactory.create(sku="A-2", name="Rote Vase", price="8.00")
    page.goto(reverse("admin:catalog_importrun_changelist"))
    page.click("text=Import a file")
    page.set_input_files("#id_file", file)
    page.click("text=Read the file")
    page.wait_for_load_state()

    assert page.input_value("#id_encoding") == "cp1252"
    assert page.input_value("#id_delimiter") == ";"
    assert page.input_value("#id_decimal_mark") == ","
    meanings = [each.input_value() for each in page.locator(".import-column select").all()]
    assert meanings == ["sku", "name", "price", "category", "attribute"]
    # Only an attribute has a name to be given.
    expect(page.locator("#id_attribute-0")).to_be_hidden()
    page.fill("#id_attribute-4", "colour")
    page.click("text=Keep, and check the file")

    # No worker yet: the bar is there, after a reload, in another tab and without scripts.
    expect(page.locator("[data-words]")).to_have_text("It waits for a worker.")
    page.reload()
    expect(page.locator("progress")).to_be_visible()
    session = page.context.storage_state()
    other = chromium.new_page(storage_state=session)
    plain = chromium.new_page(storage_state=session, java_script_enabled=False)
    for tab in (other, plain):
        tab.goto(page.url)
        expect(tab.locator("progress")).to_be_visible()
    start_worker()
    sweep_imports()  # as beat does
    for tab in (page, other, plain):
        expect(tab.locator("[value='Import now']")).to_be_visible()
    other.close()
    plain.close()
    assert [number(page, name) for name in ("new", "changed", "refused")] == ["1", "1", "1"]
    assert Product.objects.count() == 1

    page.click(".number-changed a")
    expect(page.locator(".import-changes del").first).to_have_text("8.00")
    page.go_back()
    page.click("text=Import now")
    page.wait_for_selector(".badge-applied")
    vase = Product.objects.get(sku="A-1")
    assert (vase.name, vase.attributes) == ("Bäuchige Vase", {"colour": "blau"})
    with page.expect_download() as download:
        page.click("text=the report")
    assert "A-3" in Path(download.value.path()).read_text("utf-8-sig")

    Product.objects.filter(sku="A-2").update(price="11.00")
    page.click("summary")
    page.click("text=Undo the import")
    page.wait_for_selector(".badge-undone")
    assert list(Product.objects.values_list("sku", flat=True)) == ["A-2"]
    page.click(".number-not_undone a")
    expect(page.locator(".import-problem")).to_have_text("Changed since the import: price.")
