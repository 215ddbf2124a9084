"""The admin in a real browser: scripts and styles work under the site's Content Security Policy."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page

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
        (reverse("admin:catalog_product_change", args=[product.pk]), ".picture-list"),
        (reverse("admin:embeddings_embeddingspace_changelist"), "#result_list"),
    ):
        page.goto(path)
        beyond = page.locator(table).evaluate(
            "table => table.getBoundingClientRect().right"
            " - table.parentElement.getBoundingClientRect().right"
        )
        assert beyond <= 0, path
