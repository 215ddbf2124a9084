"""The page of the how-to, on another origin, as its visitor uses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from catalog.models import Product, ProductImage
from embeddings.photos import vector as photo_vectors
from events.models import Event
from tests.accessibility import axe_faults, sideways
from tests.photo_looks import told_of
from tests.scripted_server import ScriptedServer, reply
from tests.waiting import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

PAGE = Path(settings.BASE_DIR) / "docs" / "howto" / "widgets.md"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
MOVED = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def elsewhere(live_server) -> Iterator[ScriptedServer]:
    """Another shop, with the page as it stands in the how-to but for the address."""
    (html,) = re.findall(r"```html\n(.*?)```", PAGE.read_text(), re.DOTALL)
    html = html.replace("https://vitrine.example", live_server.url)
    html = html.replace("<vitrine-similar", '<p style="height: 1500px"></p><vitrine-similar')
    with ScriptedServer() as server:
        headers: dict[str, Any] = {"content_type": "text/html; charset=utf-8"}
        server.answers["/"] = reply(html.encode(), **headers)
        server.answers["/item/SKU-2"] = reply(b"<title>Item 2</title>", **headers)
        server.answers["/favicon.ico"] = reply(b"")
        yield server


@pytest.fixture
def named(page: Page) -> None:
    """The live server gives requests no names, as the shop's own does; so one is given here.

    And what is answered last has sold out since a cache kept the answer: the shop itself answers
    with what is in stock.
    """

    def name(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["results"][0]["answer"]["results"][-1]["product"]["in_stock"] = False
        named = {**answer.headers, "x-request-id": "R-1"}
        route.fulfill(response=answer, headers=named, json=body)

    page.route("**/similar/**", name)


def events() -> set[tuple[object, ...]]:
    rows = Event.objects.values_list("kind", "product__sku", "position", "placement", "request_id")
    return set(rows)


@pytest.mark.usefixtures("named", "plain_space")
def test_a_page_of_another_shop_shows_similar_items_and_searches_by_photo(
    elsewhere: ScriptedServer,
    page: Page,
    make_product: Callable,
    embed: Callable[[], int],
    picture: Callable[..., bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for colour, name in (("red", "Armchair"), ("crimson", "Crimson chair"), ("blue", "Blue chair")):
        make_product(colour, name=name, price="1200.50", stock=1)
    embed()
    page.add_init_script(MOVED)
    page.set_viewport_size({"width": 390, "height": 500})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(elsewhere.url("/"))
    similar = page.locator("vitrine-similar")
    expect(similar.locator("h2")).to_have_text("Looks like this")
    assert not any("/similar/" in url for url in asked)  # far below: not before it comes near

    similar.scroll_into_view_if_needed()
    cards = similar.locator("a.card")
    expect(cards).to_have_count(2)
    expect(cards.first).to_have_text(re.compile("Crimson chair.*€1,200.50"))
    expect(cards.last).to_contain_text("Sold out")
    assert page.evaluate("window.moved") < 0.02
    seen = {
        ("impression", "SKU-2", 1, "widget-similar", "R-1"),
        ("impression", "SKU-3", 2, "widget-similar", "R-1"),
    }
    wait_until(lambda: events() == seen, 20)

    Product.objects.filter(sku="SKU-2").update(translations={"de": {"name": "Roter Sessel"}})
    similar.evaluate("element => element.lang = 'de'")
    expect(cards.first).to_have_text(re.compile(r"Roter Sessel.*1\.200,50\s€"))
    expect(similar.locator("section")).to_have_attribute("aria-label", "Sieht ähnlich aus")
    cards.first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_title("Item 2")
    wait_until(lambda: ("click", "SKU-2", 1, "widget-similar", "R-1") in events(), 20)

    # A photo; the worker's part is played by what it would say
    vector = ProductImage.objects.get(product__sku="SKU-3").embeddings.get().vector
    monkeypatch.setattr(photo_vectors, "_ask_worker", lambda *args: told_of(vector))
    page.goto(elsewhere.url("/"))
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(picture("blue", size=2_000))
    search = page.locator("vitrine-photo-search")
    with page.expect_file_chooser() as chooser:
        search.get_by_role("button", name="Search with a photo").press("Enter")
    chooser.value.set_files(photo)
    expect(search.get_by_role("status")).to_contain_text("found")
    expect(search.locator("a.card").first).to_contain_text("Blue chair")
    similar.scroll_into_view_if_needed()
    expect(similar.locator("a.card")).to_have_count(2)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert axe_faults(page) == []
    assert search.locator("canvas").evaluate("canvas => canvas.width") == 1280
    search.get_by_role("button", name="Forget my photo").click()
    expect(search.get_by_role("status")).to_have_text("Your photo is forgotten.")
    expect(search.locator("a.card")).to_have_count(0)

    # Where there is nothing to ask for, the page's own words stand
    similar.evaluate("element => element.removeAttribute('sku')")
    similar.scroll_into_view_if_needed()  # the page was opened anew, at its top
    expect(page.get_by_role("link", name="More chairs")).to_be_visible()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert sideways(page) <= 0
