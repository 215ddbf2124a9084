"""A shopper narrows a list, goes away and comes back: list, controls and address agree."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

KEPT = """() => {
    document.querySelector("#id_in_stock").checked = true;
    document.querySelector("#id_sort").value = "newest";
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
}"""


@pytest.fixture
def vases(make_product) -> None:
    for number, (brand, stock) in enumerate((("Alba", 5), ("Alba", 0), ("Borea", 5)), start=1):
        make_product(name=f"Vase {number}", brand=brand, stock=stock, price=40 + number)


def agree(page: Page, *cards: str, sort: str = "", stock: bool = False, alba: bool = False) -> None:
    """The list, what the controls say, and the address."""
    expect(page.locator(".card-name")).to_have_text(list(cards))
    expect(page.locator("#id_sort")).to_have_value(sort or "newest")
    expect(page.locator("#id_in_stock")).to_be_checked(checked=stock)
    expect(page.get_by_label("Alba")).to_be_checked(checked=alba)
    chosen = [("in_stock=on", stock), ("brand=Alba", alba), (f"sort={sort}", bool(sort))]
    query = "&".join(part for part, is_chosen in chosen if is_chosen)
    address = f"/c/vases/?{query}" if query else "/c/vases/"
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))
    expect(page.locator(".chip")).to_have_count(stock + alba)


def walk(page: Page) -> None:
    page.goto("/c/vases/")
    agree(page, "Vase 3", "Vase 2", "Vase 1")
    page.select_option("#id_sort", "price")
    agree(page, "Vase 1", "Vase 2", "Vase 3", sort="price")
    page.check("#id_in_stock")
    agree(page, "Vase 1", "Vase 3", sort="price", stock=True)
    page.get_by_label("Alba").check()
    agree(page, "Vase 1", sort="price", stock=True, alba=True)
    assert "price_min" not in page.url
    page.click("text=Vase 1")
    expect(page.locator("h1")).to_have_text("Vase 1")
    page.go_back()
    agree(page, "Vase 1", sort="price", stock=True, alba=True)
    page.go_back()
    agree(page, "Vase 1", "Vase 3", sort="price", stock=True)
    page.go_back()
    agree(page, "Vase 1", "Vase 2", "Vase 3", sort="price")
    page.go_back()
    agree(page, "Vase 3", "Vase 2", "Vase 1")
    page.select_option("#id_sort", "price")  # the same again has an effect
    agree(page, "Vase 1", "Vase 2", "Vase 3", sort="price")


def test_back_with_and_without_the_browsers_page_cache(vases, page: Page) -> None:
    walk(page)
    # Whether a browser keeps a page as it was left depends on the machine: this is what one that
    # does shows and tells, with a control that was changed on the way out.
    page.evaluate(KEPT)
    agree(page, "Vase 1", "Vase 2", "Vase 3", sort="price")
    # Pages that must not be stored are read anew, and their controls filled in by the browser.
    page.route("**/*", lambda route: _without_cache(route))
    walk(page)


def test_without_scripts_a_button_applies_what_is_ticked(
    vases, live_server, chromium: Browser
) -> None:
    page = chromium.new_page(base_url=live_server.url, java_script_enabled=False)
    page.goto("/c/vases/")
    page.get_by_label("Alba").check()
    page.click("[data-apply]")
    expect(page.locator(".card-name")).to_have_text(["Vase 2", "Vase 1"])
    page.click(".chip")
    expect(page.locator(".card-name")).to_have_text(["Vase 3", "Vase 2", "Vase 1"])


def _without_cache(route) -> None:
    response = route.fetch()
    route.fulfill(response=response, headers={**response.headers, "cache-control": "no-store"})
