"""Words that staff keep as meaning the same."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from catalog.models import Product, Synonym
from catalog.search.finding import understand


def found(words: str) -> list[str]:
    return sorted(product.name for product in Product.objects.matching(words))


def test_each_finds_all_in_whatever_form(make_product, admin_client: Client) -> None:
    for name in ("Green sofa", "Red couch", "Cocktail table", "Trainers", "Sneakers", "Green rug"):
        make_product(name=name)
    assert found("settee") == []
    for words in ("sofa, couch, settee", "coffee table, cocktail table"):
        saved = admin_client.post(
            reverse("admin:catalog_synonym_add"), {"words": words, "is_active": "on"}
        )
        assert saved.status_code == 302
    Synonym.objects.create(words="runners, trainers, sneakers", one_way=True)

    assert found("settees") == ["Green sofa", "Red couch"]
    assert found("green couch") == ["Green sofa"]
    assert found("coffee tables") == ["Cocktail table"]
    assert found("runner") == ["Sneakers", "Trainers"]
    assert found("trainers") == ["Trainers"]
    assert not understand("settee").is_near_miss

    Synonym.objects.update(is_active=False)
    assert found("settee") == []


@pytest.mark.parametrize("words", ["sofa", "sofa, Sofas", " , ", "!, ?"])
@pytest.mark.django_db
def test_one_word_has_no_synonym(words) -> None:
    with pytest.raises(ValidationError):
        Synonym(words=words).clean()
