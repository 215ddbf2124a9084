"""The admin in a real browser: scripts and styles work under the site's Content Security Policy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from backoffice.pictures.fields import MAX_PICTURES_AT_ONCE
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page

from catalog.images.validation import CATALOG_LIMITS
from catalog.models import Category, Product
from embeddings.models import EmbeddingSpace, ImageEmbedding

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def page(page: Page) -> Page:
    """A browser tab, logged in."""
    User.objects.create_superuser("admin", password="admin")
    page.goto(reverse("admin:login"))
    page.fill("#id_username", "admin")
    page.fill("#id_password", "admin")
    page.click("[type=submit]")
    return page


@pytest.fixture
def files(tmp_path: Path, picture: Callable[..., bytes]) -> list[Path]:
    paths = [tmp_path / "red.jpg", tmp_path / "blue.jpg"]
    for path in paths:
        path.write_bytes(picture(path.stem))
    return paths


def test_a_product_with_pictures_is_added(
    page, category: Category, plain_space: EmbeddingSpace, files
) -> None:
    page.goto(reverse("admin:catalog_product_add"))
    page.locator("#id_name").press_sequentially("Round Vase")
    assert page.input_value("#id_slug") == "round-vase"
    page.fill("#id_sku", "V-1")
    page.fill("#id_price", "12.50")
    page.click(".field-category .select2-selection")
    page.click(".select2-results__option >> text=Vases")
    page.set_input_files("#id_new_pictures", files)
    # Previews of what was chosen, before anything is sent.
    shown = "[...document.querySelectorAll('.chosen-pictures img')].filter(i => i.naturalWidth)"
    page.wait_for_function(f"{shown}.length == 2")
    page.click(".add-row a")
    page.set_input_files("#id_images-0-picture", files[0])
    page.click("[name=_continue] >> nth=0")

    page.wait_for_selector("text=was added successfully")
    product = Product.objects.get(slug="round-vase")
    assert product.images.count() == 3
    assert page.locator("img.thumbnail").count() == 3
    assert page.locator(".badge-pending").count() == 3


def test_a_choice_that_will_be_refused_is_marked_before_it_is_sent(
    page, category: Category, tmp_path: Path
) -> None:
    big = tmp_path / "big.jpg"
    with big.open("wb") as file:
        file.truncate(CATALOG_LIMITS.max_bytes + 1)
    page.goto(reverse("admin:catalog_product_add"))

    page.set_input_files("#id_new_pictures", [big] * (MAX_PICTURES_AT_ONCE + 1))

    too_many, *too_big = page.locator(".too-big").all_inner_texts()
    assert too_many == "13 pictures; at most 12 at a time."
    assert too_big == ["big.jpg: over 40 MB"] * 13


def test_a_failed_picture_is_retried(page, plain_space: EmbeddingSpace, make_product) -> None:
    product = make_product("red")
    ImageEmbedding.objects.update(state="failed", error="Its file is missing.")
    page.goto(reverse("admin:catalog_product_change", args=[product.pk]))

    page.click("text=Retry")

    page.wait_for_selector("text=in the queue again")
    assert page.locator(".badge-pending").count() == 1
    assert ImageEmbedding.objects.get().state == "pending"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_list_is_drawn_without_complaint(
    page, plain_space: EmbeddingSpace, make_product, theme
) -> None:
    make_product("red", "blue")
    cache.set("worker:problem", "The weights are damaged.", 60)
    page.emulate_media(color_scheme=theme)

    for name in ("catalog_category", "catalog_product", "embeddings_imageembedding"):
        page.goto(reverse(f"admin:{name}_changelist"))
        assert page.locator("#result_list tbody tr").count() > 0
        assert page.locator(".notices >> text=damaged").is_visible()
    # The style sheet is there and applied, not refused.
    radius = "getComputedStyle(document.querySelector('.badge')).borderTopLeftRadius"
    assert page.evaluate(radius) == "10px"


def test_tables_fit_a_laptop(page, make_product, plain_space, embed):
    product = make_product("red", "blue")
    embed()
    plain_space.note = "Running without weights: similar items are found by shape only. " * 4
    plain_space.save()
    page.set_viewport_size({"width": 1280, "height": 900})
    for path, table in (
        (reverse("admin:catalog_product_change", args=[product.pk]), ".inline-group table"),
        (reverse("admin:embeddings_embeddingspace_changelist"), "#result_list"),
    ):
        page.goto(path)
        beyond = page.locator(table).evaluate(
            "table => table.getBoundingClientRect().right"
            " - table.parentElement.getBoundingClientRect().right"
        )
        assert beyond <= 0, path
