"""A colleague works through what was found, by a click and by keys; dismissed stays dismissed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect

from catalog.models import Product
from hygiene.checking.walk import walk_whole
from tests.builders.three_kinds import make_three_kinds
from tests.waiting import wait_until

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


def check() -> None:
    assert walk_whole(everything=True, told=lambda walked: None) is not None


def test_one_is_mended_another_dismissed_and_both_stay_so(page) -> None:
    lost, other, *_ = make_three_kinds()
    Product.objects.filter(pk=other.pk).update(name="VERY LOUD LAMP")
    check()
    page.goto(reverse("admin:index"))
    page.click("#content-main >> text=Findings")

    row = page.locator("#result_list tbody tr", has_text="Thing 0")
    expect(row.locator("figure")).to_have_count(4)  # the thing, and three mugs that say so
    expect(row).to_contain_text("looks like Mugs")
    shown = "[...document.querySelectorAll('.evidence img')].every(i => i.naturalWidth)"
    wait_until(lambda: page.evaluate(shown), 20)  # the page's policy has wait_for_function() fail
    row.get_by_role("button", name="Move it to that category").click()
    page.wait_for_selector("text=Thing 0 stands in Mugs now.")
    assert Product.objects.get(pk=lost.pk).category.slug == "mugs"

    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(1)
    page.keyboard.press("j")
    expect(rows.first).to_be_focused()
    page.keyboard.press("d")
    page.wait_for_selector("text=stays so until its evidence changes")

    check()
    page.reload()
    expect(rows).to_have_count(0)
    page.click("text=Dismissed")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("admin")
