"""What takes long is left alone for a while, and what a large shop would count is counted less."""

from __future__ import annotations

import pytest

from catalog.models import Product
from embeddings.models import EmbeddingSpace, WordMap
from embeddings.spaces.cooldown import Cooldown, rest_after_counting
from embeddings.words import due
from evaluation.fitting import fit_live_space as fitting
from evaluation.fitting.record import CatalogueState
from infra.process_state import PerProcess
from tests.builders.worded_shop import stock_worded_shop


def test_a_pause_is_as_long_as_the_shop_is_large() -> None:
    assert rest_after_counting(60_000) == 0
    assert rest_after_counting(1_000_000) == 470


@pytest.fixture
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (due, fitting):
        monkeypatch.setattr(module, "rest_after_counting", lambda rows: 60.0 if rows else 0.0)
        monkeypatch.setattr(module, "_looks", PerProcess(Cooldown))


@pytest.mark.django_db
@pytest.mark.usefixtures("_large")
def test_products_of_a_large_shop_are_not_counted_for_words_each_time(
    django_assert_max_num_queries,
) -> None:
    stock_worded_shop()
    due.fit_due_words()
    first = WordMap.objects.get()
    Product.objects.update(is_published=False)
    with django_assert_max_num_queries(1):  # which spaces there are
        due.fit_due_words()
    assert WordMap.objects.get() == first


@pytest.mark.django_db
@pytest.mark.usefixtures("_large")
def test_pictures_of_a_large_shop_are_not_counted_for_fitting_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stock_worded_shop()
    read = []
    state = CatalogueState.read(EmbeddingSpace.objects.get())
    monkeypatch.setattr(CatalogueState, "read", lambda space: read.append(space) or state)
    fitting.fit_live_space()
    fitting.fit_live_space()
    assert len(read) == 1
    fitting.fit_live_space(now=True)
    assert len(read) == 2
