"""The dashboard in a real browser: a failed picture is seen, retried, and gone without a reload."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from embeddings.failures import FILE_MISSING
from embeddings.models import EmbeddingSpace, ImageEmbedding
from monitoring.models import Sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_a_failed_picture_is_retried_from_the_dashboard_without_a_reload(
    page: Page, plain_space: EmbeddingSpace, make_product
) -> None:
    make_product("red", "blue", name="Round vase")
    failed = ImageEmbedding.objects.order_by("pk")[:1].get()
    ImageEmbedding.objects.filter(pk=failed.pk).update(state="failed", error=FILE_MISSING)
    for hours in (3, 2, 1):
        Sample.objects.create(at=timezone.now() - timedelta(hours=hours), pending=hours)
    User.objects.create_superuser("admin", password="admin")
    page.emulate_media(color_scheme="dark")
    page.clock.install()
    page.goto(reverse("admin:login"))
    page.fill("#id_username", "admin")
    page.fill("#id_password", "admin")
    page.click("[type=submit]")
    page.wait_for_load_state()
    page.evaluate("window.isSamePage = true")

    expect(page.locator(".part-failed")).to_contain_text("The picture's file is missing")
    expect(page.locator(".part-to_do")).to_contain_text("1 picture could not be compared.")
    waiting = page.locator(".part-pictures li:has(.badge-pending) strong")
    expect(waiting).to_have_text("1")
    background = "getComputedStyle(document.querySelector('.part')).backgroundColor"
    assert page.evaluate(background) == "rgb(18, 18, 18)", "dark, as the browser asks for"

    page.click(".part-pictures summary")
    expect(page.locator(".part-pictures tbody tr").first).to_be_visible()
    page.focus("button:has-text('Retry')")
    page.keyboard.press("Enter")

    expect(page.locator(".part-failed")).to_contain_text("Nothing has failed.")
    expect(waiting).to_have_text("2")
    expect(page.locator("#dashboard-said")).to_have_text("1 picture is in the queue again.")
    focused = page.evaluate("document.activeElement.dataset.part")
    assert focused == "failed", "what had the focus is gone: its part has it"
    assert ImageEmbedding.objects.get(pk=failed.pk).state == "pending"

    # What changes meanwhile comes by itself; the link that has the focus keeps it.
    page.focus(".part-pictures li:has(.badge-pending) a")
    ImageEmbedding.objects.filter(pk=failed.pk).update(state="failed", error=FILE_MISSING)
    page.clock.run_for(13_000)
    expect(waiting).to_have_text("1")
    expect(page.locator("#dashboard-said")).to_contain_text("1 picture could not be compared.")
    assert "state__exact=pending" in page.evaluate("document.activeElement.href")
    expect(page.locator(".part-pictures tbody tr").first).to_be_visible()
    assert page.evaluate("window.isSamePage"), "nothing was loaded anew"
