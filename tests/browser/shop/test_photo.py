"""A photo from any page, and the frame on it, in a real browser."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.waiting import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# What a browser hands over: files of the given names, and texts by their type.
GIVE = """(element, [event, files, texts]) => {
  const data = new DataTransfer();
  for (const [name, type, body] of files) {
    const bytes = Uint8Array.from(atob(body), (each) => each.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
  }
  for (const [type, text] of Object.entries(texts)) data.setData(type, text);
  const options = { bubbles: true, cancelable: true };
  const given = event === "paste" ? new ClipboardEvent(event, { ...options, clipboardData: data })
    : new DragEvent(event, { ...options, dataTransfer: data });
  return element.dispatchEvent(given);
}"""


@pytest.fixture
def photo(picture: Callable[..., bytes]) -> tuple[str, str, str]:
    """A photo as a browser hands it over: name, type, bytes."""
    data = picture("blue", shape="rectangle", size=1_000)
    return "chair.jpg", "image/jpeg", base64.b64encode(data).decode()


def give(page: Page, event: str, *files: object, at: str = "footer", **texts: str) -> bool:
    """Drop or paste; whether the browser would do with it what it pleases."""
    kinds = {f"text/{kind.replace('_', '-')}": text for kind, text in texts.items()}
    return bool(page.locator(at).first.evaluate(GIVE, [event, list(files), kinds]))


def test_what_is_dropped_or_pasted_anywhere_is_taken_or_told(
    page: Page, make_product, photo
) -> None:
    make_product("red", name="Red vase")
    page.goto("/search/?q=vase")
    assert page.context.cookies() == []
    said = page.locator("dialog[open] [data-said]")

    assert not give(page, "dragover", photo)
    expect(page.locator("body.dropping")).to_have_count(1)
    report = ("report.pdf", "application/pdf", photo[2])
    second = ("table.jpg", *photo[1:])
    assert not give(page, "drop", report, photo, second)
    expect(said).to_have_text(re.compile("3 files came at once.*“chair.jpg”"))
    expect(page.locator("dialog[open] [data-preview]")).to_be_visible()
    expect(page.locator("body.dropping")).to_have_count(0)

    assert not give(page, "drop", report, at="dialog")
    expect(said).to_have_text(re.compile("no picture"))
    page.keyboard.press("Escape")
    assert not give(page, "drop", uri_list="https://elsewhere.example/chair")
    expect(said).to_have_text(re.compile("only the address of a picture"))
    page.keyboard.press("Escape")
    # Words for a field, and what somebody copied for somewhere else, are left alone.
    assert give(page, "paste", photo, at="#site-search", plain="a chair")
    assert give(page, "paste", plain="a chair")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.click("[data-photo-door]")
    expect(page.locator("dialog[open]")).to_be_visible()
    assert not give(page, "paste", at="dialog", plain="https://elsewhere.example/chair.jpg")
    expect(said).to_have_text(re.compile("only the address of a picture"))

    page.goto("/photo/")
    assert not give(page, "drop", photo)  # beside the zone
    expect(page.locator("main [data-preview]")).to_be_visible()
    page.reload()
    held = f'<img src="data:image/jpeg;base64,{photo[2]}">'
    assert not give(page, "drop", at="h1", html=held, uri_list="https://elsewhere.example/")
    expect(page.locator("main [data-preview]")).to_be_visible()
    page.reload()
    assert not give(page, "paste", photo)
    expect(page.locator("main [data-preview]")).to_be_visible()
    page.reload()
    assert not give(page, "paste", html=held)
    expect(page.locator("main [data-preview]")).to_be_visible()
    assert not give(page, "paste", html='<img src="file:///chair.jpg">')
    expect(page.locator("main [data-said]")).to_have_text(re.compile("only the address"))
    assert give(page, "paste", html="<b>a chair</b>", plain="a chair")


@pytest.mark.worker
def test_a_frame_is_moved_by_keys_and_finger_and_back_keeps_step(
    plain_space: EmbeddingSpace, start_worker, make_product, live_server, chromium: Browser, photo
) -> None:
    worker = start_worker()
    make_product("red", name="Red vase", price=5)
    make_product("blue", shape="rectangle", name="Blue box", price=20)
    wait_until(lambda: ImageEmbedding.objects.ready().count() == 2, 30, worker.output)
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
    )
    page = context.new_page()
    page.goto("/search/?q=vase")
    assert not give(page, "paste", photo)  # one picture is searched with at once
    expect(page.locator("h1")).to_have_text("What looks like your photo")
    page.wait_for_load_state()
    found = page.url

    page.tap("[data-frame-start]")  # nothing stands out in a drawing on white
    page.wait_for_url(re.compile("x=20&y=20&w=60&h=60"))
    _finger(page, (0.5, 0.5), (0.4, 0.45))
    page.wait_for_url(re.compile("x=10&y=15&w=60&h=60"))
    page.focus("[data-frame-box]")
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[data-status]")).to_have_text(re.compile("left 12 %.*width 62 %"))
    page.wait_for_url(re.compile("x=12&y=17&w=62&h=58"))
    expect(page.locator("[data-frame-box]")).to_be_focused()
    expect(page.locator("[data-status]")).to_have_text(re.compile("found"))

    page.tap("[data-more] > summary")
    page.fill("#id_price_min", "50")
    page.fill("#id_price_max", "10")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_have_text(re.compile("is above the price"))
    page.go_back()
    page.wait_for_url(re.compile("h=58$"))
    expect(page.locator("[role=alert]")).to_have_count(0)
    expect(page.locator("#id_price_min")).to_have_value("")
    page.go_back()
    page.wait_for_url(re.compile("x=10&y=15&w=60&h=60$"))
    expect(page.locator("#id_x")).to_have_value("10")
    expect(page.locator("rect.edge")).to_have_attribute("x", "10")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.goto(found)
    page.click("text=Forget my photo")
    expect(page.get_by_text("Your photo is forgotten.")).to_be_visible()


def _finger(page: Page, *way: tuple[float, float]) -> None:
    """Put a finger on the photo and let go elsewhere: shares of its sides."""
    box = page.locator("[data-photo]").bounding_box()
    assert box
    points = [{"x": box["x"] + box["width"] * x, "y": box["y"] + box["height"] * y} for x, y in way]
    phone = page.context.new_cdp_session(page)
    for kind, at in (("touchStart", points[:1]), ("touchMove", points[1:]), ("touchEnd", [])):
        phone.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
