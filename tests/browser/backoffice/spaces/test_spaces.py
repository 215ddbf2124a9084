"""A space from its recipe to shoppers and back, by clicks."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page

from embeddings.models import EmbeddingSpace
from embeddings.spaces.lifecycle import finish_built_spaces
from evaluation.jobs.models import SpaceJob
from evaluation.jobs.working import work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def live() -> str:
    return str(EmbeddingSpace.objects.live())


def test_a_space_is_created_built_activated_and_rolled_back(
    page: Page, plain_space: EmbeddingSpace, make_product, embed
) -> None:
    User.objects.create_superuser("admin", password="admin")
    make_product("red")
    make_product("blue")
    embed()
    page.goto(reverse("admin:embeddings_embeddingspace_changelist"))
    page.fill("#id_username", "admin")
    page.fill("#id_password", "admin")
    page.click("[type=submit]")

    page.click("text=Create a space")
    page.fill("#id_recipe", "lab_color")
    page.click("input[value='Create a space']")
    page.wait_for_selector("text=It waits for a worker.")
    with page.expect_request("**/progress/") as asked:
        page.reload()  # it survives that
    assert "x-looks-by-itself" in asked.value.headers
    assert work("a worker")
    # The page asks again by itself.
    page.click("text=To the space")
    page.wait_for_selector("text=0 of 2 pictures")
    assert embed() == 2
    page.wait_for_selector("text=2 of 2 pictures")
    finish_built_spaces()

    page.click("text=Activate…")
    page.wait_for_selector("text=Shoppers see the answers of lab_color from the next request on")
    assert live() == "hog+lab_color"
    page.click("input[value='Activate']")
    page.wait_for_selector("text=is live.")
    assert live() == "lab_color"

    page.goto(reverse("admin:embeddings_embeddingspace_changelist"))
    page.click("summary")
    page.wait_for_selector("text=Shoppers see the answers of hog+lab_color again")
    page.click("input[value='Roll back to hog+lab_color']")
    page.wait_for_selector("text=is live again.")
    assert live() == "hog+lab_color"

    kinds = SpaceJob.objects.order_by("pk").values_list("kind", "state")
    assert list(kinds) == [(kind, "done") for kind in ("create", "activate", "roll_back")]
