"""Embeddings and spaces in the admin: to be looked at, and tried again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from embeddings.models import EmbeddingSpace, ImageEmbedding

LIST = "admin:embeddings_imageembedding_changelist"
SPACES = "admin:embeddings_embeddingspace_changelist"


@pytest.fixture
def rows(plain_space: EmbeddingSpace, make_product) -> list[ImageEmbedding]:
    """A ready, a waiting and a failed embedding."""
    make_product("red", "blue", "green", name="Round vase")
    ready, waiting, failed = ImageEmbedding.objects.order_by("pk")
    everything = ImageEmbedding.objects
    everything.filter(pk=ready.pk).update(state="ready", vector=[1.0], features=[1.0])
    everything.filter(pk=failed.pk).update(state="failed", error="Nothing in it (degenerate).")
    return [ready, waiting, failed]


def test_the_list_shows_products_states_and_reasons(admin_client: Client, rows) -> None:
    page = admin_client.get(reverse(LIST)).content.decode()

    assert "Round vase" in page
    assert "Nothing in it (degenerate)." in page
    assert rows[0].image.url_at(160) in page


def test_the_list_is_narrowed_by_state_and_space(
    admin_client: Client, rows, plain_space: EmbeddingSpace
) -> None:
    query: dict[str, Any] = {"state__exact": "failed", "space__id__exact": plain_space.pk}

    listed = admin_client.get(reverse(LIST), query).context["cl"].result_list

    assert list(listed) == rows[2:]


def test_vectors_are_never_loaded(admin_client: Client, rows, make_product) -> None:
    addresses = [
        reverse(LIST),
        reverse("admin:embeddings_imageembedding_change", args=[rows[0].pk]),
        reverse("admin:catalog_product_changelist"),
        reverse("admin:catalog_product_change", args=[rows[0].image.product_id]),
    ]
    with CaptureQueriesContext(connection) as queries:
        for address in addresses:
            admin_client.get(address)

    asked = " ".join(query["sql"] for query in queries)
    assert '"embeddings_imageembedding"."state"' in asked
    assert '"embeddings_imageembedding"."vector"' not in asked
    assert '"embeddings_imageembedding"."features"' not in asked


def test_the_list_costs_the_same_for_any_number(
    admin_client: Client, rows, make_product, django_assert_max_num_queries
) -> None:
    for _ in range(5):
        make_product("red")

    admin_client.get(reverse(LIST))  # the first page of a session is noted
    # Session, user, spaces for the filter (twice), count, rows, and the notices' two.
    with django_assert_max_num_queries(9):
        admin_client.get(reverse(LIST))


def test_the_action_retries_what_failed_and_says_how_many(admin_client: Client, rows) -> None:
    data = {"action": "retry_selected", "_selected_action": [row.pk for row in rows]}

    told = admin_client.post(reverse(LIST), data, follow=True).content.decode()

    assert "1 of 3 selected had failed" in told
    assert ImageEmbedding.objects.failed().count() == 0
    assert ImageEmbedding.objects.ready().count() == 1


def test_nobody_adds_changes_or_deletes_what_machines_make(admin_client: Client, rows) -> None:
    for name in ("imageembedding", "embeddingspace"):
        model = "admin:embeddings_" + name
        row = rows[0] if name == "imageembedding" else rows[0].space
        if name == "imageembedding":
            assert admin_client.get(reverse(f"{model}_add")).status_code == 403
        assert admin_client.get(reverse(f"{model}_delete", args=[row.pk])).status_code == 403
        assert admin_client.post(reverse(f"{model}_change", args=[row.pk])).status_code == 403

    data = {"action": "delete_selected", "_selected_action": [rows[0].pk], "post": "yes"}
    admin_client.post(reverse(LIST), data)

    assert ImageEmbedding.objects.count() == 3


def test_a_space_shows_its_progress_and_parts_in_words(
    admin_client: Client, rows, plain_space: EmbeddingSpace
) -> None:
    page = admin_client.get(reverse(SPACES)).content.decode()

    assert '<progress value="1" max="3">' in page
    assert "1 waiting" in page
    assert "1 failed" in page
    assert "lab_color, " in page
    assert f"{plain_space.dimensions}" in page
