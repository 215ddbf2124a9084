"""Words are learnt by themselves, anew as the catalogue changes, for each space."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Product
from embeddings.models import EmbeddingSpace, ImageEmbedding, WordDirection, WordMap
from embeddings.words.due import fit_due_words
from embeddings.words.fitting import fit_words
from embeddings.words.read import read_words, shown_values
from tests.builders.worded_shop import stock_worded_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> EmbeddingSpace:
    return stock_worded_shop()


def test_a_map_is_kept_with_its_space_its_grade_and_its_identity(space) -> None:
    kept = fit_words(space)
    assert (kept.space, kept.encoder, kept.products) == (space, "ridge", 60)
    assert kept.is_accepted
    assert kept.grade["lower"] > 0.05
    assert len(kept.sha256) == 64
    words = WordDirection.objects.filter(word_map=kept, kind="word")
    assert words.count() == kept.words
    assert {"blue", "tray", "alba"} <= set(words.values_list("term", flat=True))
    assert fit_words(space).sha256 == kept.sha256
    assert WordMap.objects.count() == 1


def test_only_the_rows_of_a_question_are_read(space, django_assert_num_queries) -> None:
    fit_words(space)
    with django_assert_num_queries(1):
        heard = read_words(space, words=["blue", "zorblax"], values=[("colour", "pink")])
    assert heard is not None
    assert heard.table.words == ("blue",)
    assert list(heard.values) == [("colour", "pink")]
    vectors = ImageEmbedding.objects.values_list("vector", flat=True)
    mean = np.mean([np.array(vector) for vector in vectors], axis=0)
    assert np.allclose(heard.mean, mean, atol=2e-3)


def test_colours_can_be_seen_and_sizes_cannot(space) -> None:
    fit_words(space)
    assert len(shown_values(space, ["colour"])) == 6
    assert shown_values(space, ["size", "nothing"]) == []


def test_attributes_that_are_written_alike_are_one(space) -> None:
    for product in Product.objects.all():
        colour = product.attributes["Colour"]
        product.attributes = {"seen": f"as:{colour}", "seen:as": colour}
        product.save()
    fit_words(space)
    assert len(shown_values(space, ["seen"])) == 6


def test_due_when_new_then_when_grown_then_when_texts_were_corrected(space) -> None:
    fit_due_words()
    first = WordMap.objects.get()
    fit_due_words()
    assert WordMap.objects.get() == first  # nothing changed

    gone = Product.objects.order_by("pk").values_list("pk", flat=True)[:15]
    Product.objects.filter(pk__in=list(gone)).update(is_published=False)
    fit_due_words()
    second = WordMap.objects.get()
    assert (second != first, second.products) == (True, 45)

    Product.objects.update(updated_at=timezone.now())
    fit_due_words()
    assert WordMap.objects.get() == second  # not at every correction
    WordMap.objects.update(fitted_at=F("fitted_at") - timedelta(days=1))
    fit_due_words()
    assert WordMap.objects.get() != second


def test_too_few_products_are_left_alone(space) -> None:
    ids = Product.objects.order_by("pk").values_list("pk", flat=True)[19:]
    Product.objects.filter(pk__in=list(ids)).delete()
    fit_due_words()
    assert not WordMap.objects.exists()
    with pytest.raises(ValueError, match="19 products"):
        fit_words(space)


def test_a_space_that_is_built_has_its_words_before_it_takes_over(space) -> None:
    other = EmbeddingSpace.objects.create(
        name="next", recipe=space.recipe, components=space.components,
        dimensions=space.dimensions, state=EmbeddingSpace.State.BUILDING,
    )  # fmt: skip
    rows = list(ImageEmbedding.objects.filter(space=space))
    for row in rows:
        row.pk, row.space = None, other
    waiting = rows.pop()
    ImageEmbedding.objects.bulk_create(rows)
    fit_due_words()
    assert not WordMap.objects.filter(space=other).exists()

    waiting.save()
    fit_due_words()
    assert WordMap.objects.filter(space=other).exists()
    other.delete()
    assert WordMap.objects.get().space == space


def test_staff_see_the_grade(space, admin_client: Client) -> None:
    address = reverse("admin:embeddings_embeddingspace_changelist")
    assert "not learnt yet" in admin_client.get(address).content.decode()
    fit_words(space)
    assert "in use" in admin_client.get(address).content.decode()
    of_space = reverse("admin:embeddings_embeddingspace_change", args=[space.pk])
    grade = "held-out products found among the first ten"
    assert grade in admin_client.get(of_space).content.decode()
    WordMap.objects.update(is_accepted=False)
    assert "refused" in admin_client.get(address).content.decode()
