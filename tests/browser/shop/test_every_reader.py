"""Every page for every reader: axe in light and dark, left to right and right to left, by keys."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.models import Category, Product
from tests.accessibility import axe_faults
from tests.waiting import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

PATHS = (
    *("/", "/c/vases/", "/p/product-1/", "/p/product-2/", "/search/?q=vase", "/search/?q=zzz"),
    *("/search/", "/photo/", "/offline/"),
)


PARTS = ("gallery", "product-facts")
# Where the words of an element end on the right, not its box.
RIGHT = """element => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect().right;
}"""


@pytest.fixture
def shop(make_product, category: Category) -> None:
    """A family with and without stock, translated in part."""
    described = {
        "description": "Thrown by hand.",
        "brand": "Ollune",
        "attributes": {"colour": "red"},
    }
    make_product("red", "white", name="Red vase", family="F", stock=2, **described)
    make_product("blue", name="Blue vase", family="F", stock=0)
    make_product(name="Vase without a picture")
    Product.objects.filter(name="Red vase").update(translations={"ar": {"name": "مزهرية حمراء"}})
    Category.objects.update(translations={"ar": {"name": "مزهريات"}})


def test_axe_finds_nothing_and_keys_reach_everything(page: Page, shop) -> None:
    found = {}
    looks: list[tuple[Literal["light", "dark"], str]] = [("light", ""), ("dark", "/ar")]
    for scheme, prefix in looks:
        page.emulate_media(color_scheme=scheme)
        for path in PATHS:
            page.goto(prefix + path)
            found[scheme, prefix + path] = axe_faults(page)
    assert {at: told for at, told in found.items() if told} == {}

    # By keys alone: past the header at once, to a product, to another language.
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/ar/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    seen = walk(page)
    assert "input" in seen, "the photo's"
    card = page.get_by_role("link", name="مزهرية حمراء")
    card.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/p/product-1/")
    gallery, facts = (page.locator(f".{name}").bounding_box() for name in PARTS)
    assert gallery["x"] > facts["x"], "right to left: the pictures come first, on the right"
    brand = page.locator(".brand")  # in Latin letters
    assert brand.evaluate(RIGHT) == facts["x"] + facts["width"], "it stands where Arabic would"
    page.get_by_role("link", name="Deutsch").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/p/product-1/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.emulate_media(media="print")
    expect(page.locator(".site-search")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    page.emulate_media(media="screen")


READY = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)"
KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
  return kept.some((request) => request.url === location.href);
}"""


def test_without_a_network_pages_say_how_old_they_are(chromium: Browser, live_server, shop) -> None:
    page = chromium.new_context(base_url=live_server.url).new_page()
    page.goto("/de/")
    wait_until(lambda: page.evaluate(READY), 20)  # "ready" would wait for ever for what fails
    page.goto("/de/p/product-1/")
    wait_until(lambda: page.evaluate(KEPT), 20)  # wait_for_function() takes a promise for true
    expect(page.locator("[data-offline]")).to_be_hidden()

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("Red vase")
    expect(page.locator("[data-offline]")).to_contain_text("Sie sind offline")
    page.goto("/de/c/vases/")
    expect(page.locator("h1")).to_have_text("Keine Verbindung")
    expect(page.locator("[data-kept-pages] a").first).to_have_attribute("href", "/de/p/product-1/")

    page.context.set_offline(False)
    page.goto("/de/p/product-1/")
    expect(page.locator("[data-offline]")).to_be_hidden()


def walk(page: Page) -> set[str]:
    """What the tab key reaches: every stop can be seen, and none is met twice in a row."""
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            return [e.tagName.toLowerCase(), s.visibility, s.display]; }"""
        )
        assert stop[1] == "visible"
        assert stop[2] != "none"
        reached.add(stop[0])
    return reached
