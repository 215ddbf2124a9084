"""The admin in a real browser: scripts and styles work under the site's Content Security Policy."""

from __future__ import annotations

from typing import Literal

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.accessibility import axe_faults
from tests.factories import EndpointFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# Buttons whose words need more height than they have.
CUT_BUTTONS = """[...document.querySelectorAll("button, input[type=submit], a.button")]
    .filter(button => button.checkVisibility() && button.scrollHeight > button.clientHeight)
    .map(button => button.outerHTML)"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


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
    expect(page.locator(".badge-pending")).to_have_count(1)
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
        assert page.evaluate(CUT_BUTTONS) == []
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


def test_axe_finds_nothing_on_keys_and_webhooks(page: Page) -> None:
    found = {}

    def look(name: str) -> None:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[name, scheme] = axe_faults(page)

    page.goto(reverse("admin:keys_apikey_add"))
    look("form of a key")
    page.fill("#id_name", "Till")
    page.get_by_label("write products, pictures, stock and prices").check()
    page.click("[name=_save]")
    page.get_by_label("shown now and never again").wait_for()
    look("secret of a key")
    page.click("text=I have kept it")
    page.get_by_role("heading", name="Secrets").wait_for()
    look("key")
    secrets = page.locator("section", has=page.get_by_role("heading", name="Secrets"))
    below = page.locator("#apikey_form").bounding_box()
    assert secrets.bounding_box()["y"] >= below["y"] + below["height"], "below the form, not behind"

    endpoint = EndpointFactory.create()
    page.goto(reverse("admin:webhooks_endpoint_change", args=[endpoint.pk]))
    look("webhook")
    page.click("text=Send a test")
    page.wait_for_selector("text=A test is on its way")
    page.get_by_role("link", name="Its messages").click()
    page.wait_for_selector("#result_list")
    look("messages")
    page.click("#result_list tbody a")
    page.get_by_role("button", name="Send once more").wait_for()
    look("message")
    assert {at: told for at, told in found.items() if told} == {}
