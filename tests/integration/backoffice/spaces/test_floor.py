"""Staff read on a space's page from which match on it shows a product, and how right that is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from embeddings.models import EmbeddingSpace
from tests.builders.scales import calibration
from tests.factories import EmbeddingSpaceFactory

pytestmark = pytest.mark.django_db

GRADE = {
    "min_match": 14,
    "min_match_other_kinds": 75,
    "precision": {"mean": 0.914, "lower": 0.89, "upper": 0.93},
    "recall@4": {"mean": 0.98, "lower": 0.97, "upper": 0.991},
}


def page_of(admin_client: Client, **values: Any) -> str:
    space: EmbeddingSpace = EmbeddingSpaceFactory.create(**values)
    address = reverse("admin:embeddings_embeddingspace_change", args=[space.pk])
    return strip_tags(admin_client.get(address).content.decode())


def test_before_it_is_calibrated_nothing_is_left_out(admin_client: Client) -> None:
    assert "Nothing is left out" in page_of(admin_client)


def test_by_chance_alone_one_floor_holds(admin_client: Client) -> None:
    page = page_of(admin_client, calibration=calibration(0.2, 0.5, floor=17))
    assert "Similar is what matches by 17 or more." in page
    assert "has not been graded yet" in page


def by_kinds() -> dict[str, Any]:
    """What a space keeps whose floors are those of the grade."""
    kept = calibration(0.2, 0.5, floor=14)
    kept["catalogue"]["floor_other_kinds"] = 75
    return kept


def test_other_categories_have_a_floor_of_their_own_and_a_grade(admin_client: Client) -> None:
    page = page_of(admin_client, calibration=by_kinds(), grades={"floor": GRADE})
    assert "matches by 14 or more; of another category, by 75 or more" in page
    assert "shown, 91 % (89 to 93) are of the product&#x27;s own category" in page
    assert "of its own category, 98 % (97 to 99) are shown" in page


def test_what_holds_is_told_and_not_what_was_graded_before(admin_client: Client, settings) -> None:
    page = page_of(admin_client, calibration=calibration(0.2, 0.5), grades={"floor": GRADE})
    assert "Similar is what matches by 20 or more." in page
    assert "has not been graded yet" in page
    settings.VITRINE_MIN_MATCH = 33
    page = page_of(admin_client, name="other", calibration=by_kinds(), grades={"floor": GRADE})
    assert "Similar is what matches by 33 or more." in page
    assert "has not been graded yet" in page
