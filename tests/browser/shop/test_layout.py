"""Every page on every screen: nothing sticks out, nothing is complained about, scripts or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.models import Category
from tests.accessibility import sideways

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

WIDTHS = (320, 390, 820, 1366)  # px
LONG = "Donaudampfschifffahrtsgesellschaft" * 3


@pytest.fixture
def long_names(make_product, category: Category) -> None:
    """A shop that only has words which cannot be broken."""
    category.name = LONG
    category.description = LONG
    category.save()
    for colour in ("red", "blue"):
        make_product(
            *(colour, "white"),
            name=LONG,
            brand=LONG[:80],
            description=LONG,
            family="F",
            price=99_999_999,
            attributes={LONG: LONG},
        )


def test_nothing_sticks_out(page: Page, long_names) -> None:
    for path in ("/", "/c/vases/", "/p/product-1/", f"/search/?q={LONG}", "/photo/"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(path)
            assert sideways(page) <= 0, (path, width)


# What the browser counts as moved, as the script that would move it comes late.
MOVED = """
self.moved = 0;
new PerformanceObserver((list) => { for (const each of list.getEntries()) moved += each.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


def test_nothing_moves_once_it_is_seen(page: Page, make_product) -> None:
    make_product("red")
    page.set_viewport_size({"width": 360, "height": 740})
    page.add_init_script(MOVED)
    page.route("**/photo*.js", lambda route: (page.wait_for_timeout(600), route.continue_()))
    for path in ("/", "/photo/"):
        page.goto(path)
        expect(page.locator(".drop-hint").first).to_be_visible()
        assert page.evaluate("moved") == 0, path
        expect(page.locator("[data-camera]")).to_be_hidden()


def test_the_shop_is_dark_for_who_likes_it_dark(page: Page, db) -> None:
    backgrounds = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto("/photo/")
        backgrounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert backgrounds == ["rgb(246, 242, 236)", "rgb(20, 23, 21)"]


def test_without_scripts_photos_and_filters_work(
    live_server, chromium: Browser, make_product, tmp_path: Path
) -> None:
    make_product("red")
    make_product("blue", stock=0)
    text = tmp_path / "photo.jpg"
    text.write_text("no picture")
    page = chromium.new_context(java_script_enabled=False, base_url=live_server.url).new_page()

    page.goto("/c/vases/")
    page.check("text=In stock only")
    page.click("text=Apply")
    expect(page.locator(".count")).to_have_text("1 product")

    page.goto("/photo/")
    page.set_input_files("input[type=file]", text)
    page.click("text=Find look-alikes")
    expect(page.locator("[role=alert]")).to_contain_text("not a picture")
