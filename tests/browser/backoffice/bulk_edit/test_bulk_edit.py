"""Several hundred products made cheaper and back again, by a person at a keyboard."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect

from catalog.bulk_edits.working import work
from catalog.models import Category, Product
from tests.factories import CategoryFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

MANY = 400
WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def page(page: Page) -> Page:
    """A tablet held upright, logged in."""
    User.objects.create_superuser("admin", password="admin")
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(reverse("admin:login"))
    page.fill("#id_username", "admin")
    page.fill("#id_password", "admin")
    page.click("[type=submit]")
    return page


def test_all_that_are_found_are_changed_after_a_preview_and_changed_back(
    page: Page, category: Category
) -> None:
    Product.objects.bulk_create(
        Product(sku=f"S-{n}", slug=f"s-{n}", name=f"Vase {n:03}", category=category, price=20 + n)
        for n in range(MANY)
    )
    # Searched are categories as well: it is in another.
    lamps = CategoryFactory(slug="lamps")
    Product.objects.create(sku="L", slug="l", name="Lamp", category=lamps, price=30)

    page.goto(reverse("admin:catalog_product_changelist"))
    assert page.evaluate(WIDTH) <= 768
    page.keyboard.press("/")
    page.keyboard.type("vase")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.check("#action-toggle")
    page.click("text=Select all 400 products")
    page.select_option("[name=action]", "change_selected")
    page.click(".actions button[name=index]")

    expect(page.locator("h1")).to_have_text("Change 400 products")
    page.select_option("#id_price", "lower")
    page.fill("#id_amount", "10")
    page.select_option("#id_ending", "95")
    page.keyboard.press("Control+s")
    preview = page.locator("#preview")
    expect(preview.locator("tbody tr").first).to_contain_text("20.00 → 17.95")
    expect(preview).to_contain_text("400 change")
    assert Product.objects.get(sku="S-0").price == 20
    assert page.evaluate(WIDTH) <= 768

    page.click("#preview [type=submit]")
    page.wait_for_load_state()
    while work(seconds=5):  # what a worker does, where the page itself had not the time
        pass
    expect(page.locator(".badge-applied")).to_be_visible()
    assert str(Product.objects.get(sku="S-0").price) == "17.95"
    assert Product.objects.get(sku="L").price == 30

    Product.objects.filter(sku="S-7").update(price=1)
    page.click(".import-undo summary")
    page.click(".import-undo [type=submit]")
    page.wait_for_load_state()
    while work(seconds=5):
        pass
    expect(page.locator(".badge-undone")).to_be_visible()
    expect(page.locator("#content")).to_contain_text("Changed since: price.")
    assert Product.objects.get(sku="S-0").price == 20
    assert Product.objects.get(sku="S-7").price == 1
