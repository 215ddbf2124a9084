"""Similar items arranged in a real browser: dragged, tried out, saved, seen in the shop, undone."""

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
    User.objects.create_superuser("anna", password="admin")
    page.goto(reverse("admin:login"))
    page.fill("#id_username", "anna")
    page.fill("#id_password", "admin")
    page.click("[type=submit]")
    return page


def test_a_rule_by_drag_is_tried_out_saved_seen_and_undone(page, make_product) -> None:
    products = [make_product(name=name) for name in ("Vase", "Jug", "Mug", "Bowl")]
    vase, jug, mug, bowl = products
    names = page.locator("[data-slots] .slot-words > a")
    in_shop = page.locator("section.similar .card-name")

    page.goto(reverse("shop:product", args=[vase.slug]))
    expect(in_shop).to_have_text(["Bowl", "Mug", "Jug"])
    page.click("text=Staff: arrange these similar items")

    slots = page.locator("[data-slots] .slot")
    slots.nth(2).drag_to(slots.nth(0))
    expect(names).to_have_text(["Jug", "Bowl", "Mug"])
    expect(page.locator(".arrange-before li")).to_have_text(["Bowl", "Mug", "Jug"])
    expect(slots.nth(0)).to_contain_text("up from 3")
    assert not Rule.objects.exists()

    page.focus(f"#up-{mug.pk}")
    page.keyboard.press("Enter")
    expect(names).to_have_text(["Jug", "Mug", "Bowl"])
    assert page.evaluate("document.activeElement.id") == f"up-{mug.pk}"
    page.click(f"#hide-{bowl.pk}")
    expect(names).to_have_text(["Jug", "Mug"])
    page.fill(".change:has-text('Jug') input[name$=note]", "For the sale")
    page.click("#save")
    expect(page.locator(".messagelist")).to_have_text("3 rules were saved.")
    expect(page.locator(".arrange-rules")).to_contain_text("For the sale")

    page.click("text=View in the shop")
    expect(in_shop).to_have_text(["Jug", "Mug"])
    page.click("text=Staff: arrange these similar items")
    for product in (jug, mug, bowl):
        page.click(f"#lift-{product.pk}")
        expect(page.locator(".change", has_text=product.name)).to_be_visible()
    expect(names).to_have_text(["Bowl", "Mug", "Jug"])
    page.click("#save")
    expect(page.locator(".messagelist")).to_have_text("3 rules were saved.")
    page.click("text=View in the shop")
    expect(in_shop).to_have_text(["Bowl", "Mug", "Jug"])
    assert {rule.updated_by.username for rule in Rule.objects.all()} == {"anna"}
