"""A rule made in a real browser: the form asks only for what its kind needs."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect

from recommendations.models import Rule

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


def choose(page: Page, field: str, name: str) -> None:
    page.click(f".field-{field} .select2-selection")
    page.click(f".select2-results__option >> text={name}")


def test_a_pin_is_made_beside_a_product(page, make_product) -> None:
    vase = make_product("red", name="Round vase")
    mug = make_product("blue", name="Striped mug")
    page.goto(reverse("admin:catalog_product_change", args=[vase.pk]))
    page.click("text=Add a rule beside it")

    place, strength = page.locator(".field-position"), page.locator(".field-strength")
    for kind, asks_place, asks_strength in (
        *(("", False, False), ("boost", False, True), ("bury", False, True)),
        *(("hide", False, False), ("pin", True, False)),
    ):
        page.select_option("#id_kind", kind)
        expect(place).to_be_visible(visible=asks_place)
        expect(strength).to_be_visible(visible=asks_strength)
    choose(page, "product", "Striped mug")
    page.fill("#id_position", "1")
    page.click("[name=_save]")

    page.wait_for_selector("#result_list >> text=Pin Striped mug to place 1 beside Round vase")
    expect(page.locator("#result_list .badge-valid")).to_have_count(1)
    rule = Rule.objects.get()
    assert (rule.product, rule.beside_product, rule.position) == (mug, vase, 1)


def test_a_mistake_in_a_field_that_the_kind_does_not_need_is_shown(page, make_product) -> None:
    mug = make_product("red", name="Striped mug")
    page.goto(f"{reverse('admin:recommendations_rule_add')}?product={mug.pk}")
    page.select_option("#id_kind", "boost")
    page.fill("#id_strength", "101")
    page.evaluate("document.querySelector('#rule_form').noValidate = true")
    page.select_option("#id_kind", "hide")
    page.click("[name=_save]")

    expect(page.locator(".field-strength .errorlist")).to_be_visible()
