"""A shopper's way through the whole shop, in a real browser, with a real worker."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from playwright.sync_api import Page, expect

from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.accessibility import sideways
from tests.pictures import draw
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.worker,
]


@pytest.fixture
def open_shop(plain_space: EmbeddingSpace, start_worker, make_product) -> None:
    """Four products whose pictures a worker has embedded."""
    worker = start_worker()
    make_product("red", "white", name="Red vase")
    make_product("crimson", name="Crimson vase")
    make_product("blue", shape="rectangle", name="Blue box")
    make_product("navy", shape="rectangle", name="Navy box")
    wait_until(lambda: ImageEmbedding.objects.ready().count() == 5, 30, worker.output)


def cards(page: Page) -> list[str]:
    return page.locator(".card-name").all_inner_texts()


def test_from_the_front_to_a_photo_and_back(
    open_shop, page: Page, tmp_path: Path, picture: Callable[..., bytes]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.click(".category-tile >> text=Vases")
    expect(page.locator("h1")).to_have_text("Vases")
    page.wait_for_load_state()  # its script listens by then
    page.select_option("#id_sort", "price")  # takes effect at once
    page.wait_for_url("**sort=price**")
    assert cards(page) == ["Red vase", "Crimson vase", "Blue box", "Navy box"]

    page.click("text=Red vase")
    expect(page.locator("h1")).to_have_text("Red vase")
    first, second = page.locator("[data-thumb]").all()
    expect(first).to_have_attribute("aria-current", "true")
    second.click()
    expect(second).to_have_attribute("aria-current", "true")
    expect(page.locator("#picture-2")).to_be_in_viewport(ratio=0.9)
    expect(page.locator("#picture-1")).not_to_be_in_viewport(ratio=0.5)
    expect(page.locator("#similar")).to_have_text("Looks like this")
    page.wait_for_load_state()
    assert cards(page)[0] == "Crimson vase"

    photo = tmp_path / "photo.jpg"
    photo.write_bytes(picture("blue", shape="rectangle", size=2000))
    page.click("[aria-label='Search with a photo']")
    page.set_input_files("input[type=file]", photo)
    expect(page.locator("[data-preview]")).to_be_visible()
    page.click("text=Find look-alikes")
    expect(page.locator("h1")).to_have_text("What looks like your photo")
    page.wait_for_load_state()
    assert cards(page)[0] == "Blue box"
    assert page.evaluate("document.querySelector('[data-photo]').naturalWidth") > 100

    results = page.url
    _pull(page, (0.2, 0.2), (0.8, 0.8))  # draws a frame
    page.wait_for_url(re.compile("x=20&y=20&w=60&h=60"))
    assert cards(page)[0] in ("Blue box", "Navy box")
    expect(page.locator("[data-frame] svg")).to_be_visible()
    _pull(page, (0.5, 0.5), (0.4, 0.45))  # moves it
    page.wait_for_url(re.compile("x=10&y=15&w=60&h=60"))
    _pull(page, (0.7, 0.75), (0.9, 0.95))  # pulls its corner
    page.wait_for_url(re.compile("x=10&y=15&w=80&h=80"))
    assert sideways(page) <= 0

    page.click("text=Forget my photo")
    expect(page.locator("[role=status]")).to_have_text("Your photo is forgotten.")
    assert page.request.get(results).status == 410
    assert page.request.get(f"{results}image").status == 410


def test_a_phones_heic_is_searched_with_where_the_browser_cannot_read_it(
    open_shop, page: Page, tmp_path: Path
) -> None:
    pillow_heif.register_heif_opener()
    photo = tmp_path / "photo.heic"
    draw("blue", shape="rectangle", size=512).resize((4_032, 3_024)).save(photo, quality=50)
    page.goto("/photo/")
    page.set_input_files("input[type=file]", photo)
    page.click("text=Find look-alikes")
    expect(page.locator("h1")).to_have_text("What looks like your photo")
    page.wait_for_load_state()
    assert page.evaluate("document.querySelector('[data-photo]').naturalWidth") > 500


def _pull(page: Page, *way: tuple[float, float]) -> None:
    """Press on the photo at the first place, let go at the second: shares of its sides."""
    photo = page.locator("[data-photo]")
    photo.scroll_into_view_if_needed()
    box = photo.bounding_box()
    assert box
    at = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in way]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=3)
    page.mouse.up()
