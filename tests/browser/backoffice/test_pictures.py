"""The pictures of a product in a real browser, from five dropped files to the page of the shop."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect

from catalog.models import Category, HeldPicture, Product
from embeddings.models import EmbeddingSpace, ImageEmbedding

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

DROP = """files => {
    const transfer = new DataTransfer();
    for (const [name, data] of files) {
        const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
    }
    const target = document.querySelector("#id_description");
    for (const kind of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(kind, {
            dataTransfer: transfer, bubbles: true, cancelable: true,
        }));
    }
}"""


def names(page: Page) -> list[str]:
    return page.locator(".picture-list .file-name").all_inner_texts()


def test_five_dropped_files_one_bad_and_a_mistake_in_the_price(
    page: Page, category: Category, plain_space: EmbeddingSpace, picture: Callable[..., bytes]
) -> None:
    User.objects.create_superuser("admin", password="admin")
    page.goto(reverse("admin:login", query={"next": reverse("admin:catalog_product_add")}))
    page.fill("#id_username", "admin")
    page.fill("#id_password", "admin")
    page.click("[type=submit]")
    page.locator("#id_name").press_sequentially("Round Vase")
    page.fill("#id_sku", "V-1")
    page.click(".field-category .select2-selection")
    page.click(".select2-results__option >> text=Vases")

    # Dropped anywhere on the page: each comes by itself, and the bad one costs none of the others.
    colours = ["red", "blue", "green", "orange"]
    files = [(f"{colour}.jpg", picture(colour)) for colour in colours]
    files.insert(2, ("cut.jpg", picture("black")[:900]))
    page.evaluate(DROP, [(name, base64.b64encode(data).decode()) for name, data in files])
    expect(page.locator(".picture-list .held")).to_have_count(4)
    refused = page.locator(".uploads .refused")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("cut.jpg")
    expect(refused.locator(".verdict")).to_contain_text("cannot be read")
    assert sorted(names(page)) == sorted(f"{colour}.jpg" for colour in colours)

    # A reload finds them, and so does a form that comes back.
    page.reload()
    expect(page.locator(".picture-list .held")).to_have_count(4)
    page.locator("#id_name").press_sequentially("Round Vase")
    page.fill("#id_sku", "V-1")
    page.click(".field-category .select2-selection")
    page.click(".select2-results__option >> text=Vases")
    page.fill("#id_price", "12.345")
    page.click("[name=_continue] >> nth=0")
    page.wait_for_selector(".errornote")
    page.wait_for_load_state()
    assert not Product.objects.exists()

    # In order by the keyboard, told as it happens: the last becomes the cover.
    last = names(page)[-1]
    handle = page.locator(".picture-list .held").last.locator(".handle")
    handle.focus()
    page.keyboard.press("ArrowUp")
    news = page.locator(".picture-news")
    expect(news).to_have_text("Picture 4 is now number 3 of 4. The new order counts once you save.")
    page.keyboard.press("Home")
    expect(news).to_contain_text("It is the cover.")
    assert names(page)[0] == last
    page.locator(".picture-list input[type=text]").first.fill("in front")
    wanted = names(page)
    held = {each.name: each.sha256 for each in HeldPicture.objects.all()}
    page.fill("#id_price", "12.35")
    page.click("[name=_continue] >> nth=0")

    page.wait_for_selector("text=was added successfully")
    page.wait_for_load_state()
    images = list(Product.objects.get().images.all())
    assert [image.sha256 for image in images] == [held[name] for name in wanted]
    assert images[0].alt == "in front"
    assert page.locator(".badge-pending").count() == 4

    # Back from another tab, in which a picture was turned: the page asks, and then waits a little.
    rows = list(ImageEmbedding.objects.all())
    ImageEmbedding.objects.all().delete()
    page.reload()
    ImageEmbedding.objects.bulk_create(rows)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(".badge-pending")).to_have_count(4)
    page.wait_for_timeout(500)
    assert sum("/pictures/states/" in each for each in asked) == 1

    # By dragging a number, and by a button.
    shown = page.locator(".picture-list .picture")
    first = shown.first.locator(".handle")
    first.scroll_into_view_if_needed()
    start, end = first.bounding_box(), shown.nth(1).bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, end["y"] + 10, steps=4)
    page.mouse.up()
    expect(news).to_contain_text("Picture 1 is now number 2 of 4.")
    shown.nth(3).locator(".move[data-by='-1']").click()
    page.click("[name=_save] >> nth=0")
    page.wait_for_selector("text=was changed successfully")
    moved = [images[1], images[0], images[3], images[2]]
    assert list(Product.objects.get().images.all()) == moved

    # The page of the shop shows them so.
    page.goto(f"/p/{Product.objects.get().slug}/")
    for part in (".gallery-track", ".gallery-thumbs"):
        seen = page.locator(f"{part} img").evaluate_all("all => all.map(each => each.src)")
        assert len(seen) == len(moved)
        assert all(image.image.name[12:-4] in src for image, src in zip(moved, seen, strict=True))
