"""A walk through the lab: two settings, where two pictures match, a judgement, and its grade."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect

from embeddings.models import EmbeddingSpace
from embeddings.worker.state import read_worker_state
from evaluation.judgements.models import Judgement
from tests.factories import RuleFactory
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.worker,
]


@pytest.fixture
def page(page: Page) -> Page:
    """A browser tab, logged in."""
    User.objects.create_superuser("admin", password="admin")
    page.goto(reverse("admin:login"))
    page.fill("#id_username", "admin")
    page.fill("#id_password", "admin")
    page.click("[type=submit]")
    return page


def names(page: Page, side: int) -> list[str]:
    return page.locator(".lab-side").nth(side).locator(".lab-slot h3").all_inner_texts()


def test_from_a_product_to_a_grade_by_judgements(
    page: Page, plain_space: EmbeddingSpace, make_product, embed, start_worker
) -> None:
    colours = ("red", "crimson", "navy", "blue", "gold", "teal")
    products = [make_product(colour, name=f"{colour} vase") for colour in colours]
    embed()
    worker = start_worker()
    wait_until(lambda: read_worker_state().alive["photos"], 20, worker.output)
    RuleFactory.create(kind="hide", product=products[1])

    page.goto(reverse("admin:evaluation_judgement_lab"))
    page.click(".lab-product .select2-selection")
    page.fill(".select2-search__field", "red")
    page.click(".select2-results__option >> text=red vase")
    page.click(".lab-product [type=submit]")
    page.wait_for_selector("#lab-asked >> text=red vase")
    page.wait_for_load_state()
    assert "crimson vase" not in names(page, 0)
    assert "crimson vase" in names(page, 1)
    expect(page.locator(".lab-absent").first).to_contain_text("Hidden by a rule.")
    before = names(page, 1)
    page.fill("#id_b-colour", "1")
    page.locator(".lab-side").nth(1).locator(".lab-setting button").click()
    page.wait_for_url(re.compile("b-colour=1"))
    assert names(page, 1)[0] == "crimson vase"
    assert sorted(names(page, 1)) == sorted(before)

    crimson = page.locator(".lab-side").nth(1).locator(".lab-slot").first
    crimson.locator("button[data-verdict=good]").click()
    expect(page.locator("#lab-said")).to_have_text("Kept: good.")
    expect(crimson.locator("[aria-pressed=true]")).to_have_text(re.compile("good"))
    crimson.locator("button[data-verdict=good]").click()
    expect(page.locator("#lab-said")).to_have_text("Taken back.")
    crimson.locator("button[data-verdict=same_kind]").click()
    expect(page.locator("#lab-said")).to_have_text("Kept: same kind.")

    crimson.locator("text=Where they match").click()
    page.wait_for_selector(".heat svg rect.heat-more")
    expect(page.locator(".heat-part")).to_contain_text(["lab_color (colour, counts 100 %)"])
    expect(page.locator(".heat svg").first).to_have_attribute("aria-label", re.compile("adds most"))
    page.locator(".heat summary").first.click()
    expect(page.locator(".heat-table").first).to_be_visible()
    page.go_back()

    user = User.objects.get()
    for asked in products[1:]:  # what a week of work would have brought
        for shown, verdict in ((products[0], "good"), (products[5], "wrong")):
            if shown != asked:
                Judgement.objects.create(user=user, asked=asked, shown=shown, verdict=verdict)
    page.click(".lab-grade [type=submit]")
    expect(page.locator(".lab-agreement").first).to_contain_text(
        re.compile(r"Too few judgements|stands in the right order")
    )
    plain_space.refresh_from_db()
    assert plain_space.grades["judgements"]["judgements"] == 10
    page.goto(reverse("admin:evaluation_judgement_changelist"))
    expect(page.locator("#result_list")).to_contain_text("same kind")
