"""A shopper on product pages: looks closer, refines, asks why, keeps, and goes to the checkout."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import sideways

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

CHECKOUT = Path(django_settings.BASE_DIR) / "docs/howto/basket_checkout.py"
REFUSED = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("refused", "SecurityError"); }
})"""
LISTENS = """document.addEventListener("vitrine:add-to-basket", (event) => {
  event.preventDefault();
  event.detail.status.textContent = `Taken: ${event.detail.sku}`;
})"""


@pytest.fixture
def checkout(settings) -> Iterator[str]:
    """The checkout of the how-to, running, and the shop's way into it."""
    running = subprocess.Popen(
        [sys.executable, str(CHECKOUT), "0"], stdout=subprocess.PIPE, text=True
    )
    address = running.stdout.readline().split()[-1]
    settings.VITRINE_BASKET_URL = f"{address}add?sku={{sku}}&name={{name}}&price={{price}}"
    yield address
    running.kill()
    running.wait()


@pytest.fixture
def shop(plain_space, make_product, embed) -> None:
    make_product("red", "gold", name="Red vase", price="12.50")
    for colour, shape in (("crimson", "ellipse"), ("red", "rectangle"), ("blue", "ellipse")):
        make_product(colour, shape=shape, name=f"{colour} {shape}")
    make_product("navy", shape="rectangle", name="navy rectangle", stock=0)
    embed()


def cards(page: Page) -> list[str]:
    return page.locator(".similar .card-name").all_inner_texts()


def test_a_shopper_looks_refines_keeps_and_buys(
    live_server, chromium: Browser, page: Page, shop, checkout
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/p/product-1/")

    # Pictures, by keyboard alone.
    page.locator("#picture-1 a").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-thumb]").nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator("#picture-2 a")).to_be_focused()
    page.keyboard.press("Enter")
    large = page.locator("[data-stage] img")
    expect(large).to_have_js_property("complete", True)
    page.keyboard.press("+")
    expect(page.locator("[data-stage]")).to_have_class("enlarged-stage zoomed")
    page.keyboard.press("Escape")
    expect(page.locator("[data-enlarged]")).to_be_hidden()
    expect(page.locator("#picture-2 a")).to_be_focused()

    # More like this, in place; the address says it, and Back takes it back.
    assert cards(page)[0] == "crimson ellipse"
    page.get_by_label("More like blue ellipse").click()
    expect(page.locator(".example")).to_contain_text("More like blue ellipse")
    expect(page.locator("[data-refined]")).to_contain_text("look like this")
    assert page.url.endswith("/p/product-1/?more=product-4#similar")
    page.go_back()
    expect(page.locator(".example")).to_have_count(0)

    # From shape to colour, by keyboard.
    page.locator("#balance").focus()
    page.keyboard.press("End")
    page.wait_for_url("**colour=100**")
    expect(page.locator("#balance")).to_be_focused()
    assert set(cards(page)[:2]) == {"crimson ellipse", "red rectangle"}

    page.get_by_label("Why? crimson ellipse").click()
    expect(page.locator(".why-dialog")).to_contain_text("Shape and pattern")
    page.keyboard.press("Escape")
    expect(page.locator(".why-dialog")).to_have_count(0)

    # What is saved and was looked at stays in this browser.
    page.get_by_role("button", name="Save Red vase").click()
    page.goto("/p/product-5/")
    expect(page.locator(".instead")).to_contain_text("In stock, and looks like this")
    page.locator("[data-viewed]").scroll_into_view_if_needed()
    expect(page.locator(".viewed .card-name")).to_have_text("Red vase")
    page.get_by_role("link", name="Saved items").click()
    expect(page.locator("h2")).to_contain_text("More like what you saved")
    assert sideways(page) <= 0
    page.get_by_label("Remove Red vase").click()
    expect(page.locator(".empty")).to_contain_text("Nothing is saved yet")
    assert page.context.cookies() == []

    # The checkout: by a script that takes the event, and by the link.
    page.goto("/p/product-1/")
    page.evaluate(LISTENS)
    page.click("text=Add to basket")
    expect(page.locator("[data-basket-status]")).to_have_text("Taken: SKU-1")
    page.goto("/p/product-1/")
    page.click("text=Add to basket")
    expect(page.locator("li")).to_have_text("Red vase (SKU-1), 12.50")

    _without_storage(chromium, live_server.url)
    _without_scripts(chromium, live_server.url)


def _without_storage(chromium: Browser, shop: str) -> None:
    context = chromium.new_context(base_url=shop)
    context.add_init_script(REFUSED)
    page = context.new_page()
    page.goto("/p/product-1/")
    page.wait_for_load_state()
    expect(page.locator("[data-save]")).to_be_hidden()
    page.goto("/saved/")
    expect(page.locator("[data-refused]")).to_be_visible()
    context.close()


def _without_scripts(chromium: Browser, shop: str) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=shop)
    page = context.new_page()
    page.goto("/p/product-1/")
    page.get_by_label("Less like crimson ellipse").click()
    expect(page.locator(".example")).to_contain_text("Less like crimson ellipse")
    page.locator("#balance").fill("0")
    page.click(".balance >> text=Apply")
    assert "less=product-2" in page.url
    assert "colour=0" in page.url
    page.get_by_label("Why? blue ellipse").click()
    expect(page.locator("h1")).to_have_text("Why this one?")
    context.close()
