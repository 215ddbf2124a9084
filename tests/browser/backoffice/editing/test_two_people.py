"""Two people in one form, in two browsers: conflict, choice, saved once, and the history of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page

from catalog.models import Product

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def desks(live_server, chromium: Browser) -> Iterator[tuple[Page, Page]]:
    """Ann's browser and Ben's, each logged in; neither may have anything to complain about."""
    complaints: list[str] = []
    pages = []
    for name in ("ann", "ben"):
        User.objects.create_superuser(name, password="secret")
        context = chromium.new_context(base_url=live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(reverse("admin:login"))
        page.fill("#id_username", name)
        page.fill("#id_password", "secret")
        page.click("[type=submit]")
        page.wait_for_selector("#user-tools")
        pages.append(page)
    yield pages[0], pages[1]
    assert complaints == []


def test_both_keep_what_they_typed(desks: tuple[Page, Page], make_product) -> None:
    ann, ben = desks
    product = make_product("red", name="Round vase", stock=5, price="10.00")
    address = reverse("admin:catalog_product_change", args=[product.pk])
    ann.goto(address)
    ben.goto(address)

    ben.fill("#id_stock", "2")
    ben.fill("#id_brand", "Ollune")
    ben.click("[name=_save] >> nth=0")
    ben.wait_for_selector("text=was changed successfully")
    ann.fill("#id_stock", "9")
    ann.fill("#id_description", "Thrown by hand.")
    ann.click("[name=_continue] >> nth=0")

    conflict = ann.locator("fieldset.conflict")
    conflict.wait_for()
    for words in ("ben changed this", "mine: 9", "theirs: 2", "It was: 5"):
        assert words in conflict.inner_text()
    conflict.get_by_label("mine: 9").check()
    ann.wait_for_load_state()
    # Twice, as people do who see nothing happen; the buttons rest after the first.
    ann.locator("[name=_continue] >> nth=0").dblclick()
    ann.wait_for_selector("text=was changed successfully")

    product = Product.objects.get()
    assert (product.stock, product.brand) == (9, "Ollune")
    assert product.description == "Thrown by hand."
    ann.click("text=History")
    newest = ann.locator("table.history tbody").first
    newest.wait_for()
    ann.wait_for_load_state()
    cells = [each.inner_text() for each in newest.locator("td").all()]
    assert cells[:2] == ["ann", "Form"]
    assert cells[2:] == ["Description", "nothing", "Thrown by hand.", "Stock", "2", "9"]
