"""Staff see whether words answer shoppers: shortly in the list, with the grade on its page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from embeddings.words.fitting import fit_words
from tests.builders.worded_shop import stock_worded_shop

pytestmark = pytest.mark.django_db


def test_the_list_is_short_and_the_page_tells_the_grade(admin_client: Client) -> None:
    space = stock_worded_shop()
    listed = reverse("admin:embeddings_embeddingspace_changelist")
    assert "not learnt yet" in admin_client.get(listed).content.decode()
    fit_words(space)

    in_list = admin_client.get(listed).content.decode()
    page = admin_client.get(
        reverse("admin:embeddings_embeddingspace_change", args=[space.pk])
    ).content.decode()

    assert "in use" in in_list
    assert "held-out products" not in in_list
    assert "in use" in page
    assert "held-out products found among the first ten" in page
