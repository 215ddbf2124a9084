"""A worker that is told to stop, or dies, while a space is graded or fitted loses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import fit_recipe
from embeddings.spaces import creation
from evaluation.fitting import cross_fit
from evaluation.fitting import fit_live_space as fitting
from evaluation.fitting.fit_live_space import fit_live_space
from infra import stopping

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("few_folds")]

TEACHERS = ["both", "products", "categories"]


def judged(space: EmbeddingSpace) -> list[str]:
    """Whose recipes have a verdict."""
    space.refresh_from_db()
    return [verdict["teacher"] for verdict in space.fitting["verdicts"]]


@pytest.mark.parametrize(("fits", "graded"), [(2, []), (6, ["both"]), (12, [*TEACHERS])])
def test_a_worker_told_to_stop_leaves_the_rest_to_the_next(
    taught: EmbeddingSpace, monkeypatch, fits, graded
) -> None:
    """Four fits grade a recipe; after so many it is told."""
    made: list[str] = []

    def fit(recipe: str, *args, **options):
        made.append(recipe)
        return fit_recipe(recipe, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(cross_fit, "fit_recipe", fit)
        patch.setattr(stopping, "is_stopping", lambda: len(made) >= fits)
        assert fit_live_space() is None
    assert len(made) == fits
    assert judged(taught) == graded
    assert EmbeddingSpace.objects.count() == 1

    assert fit_live_space() is not None
    assert judged(taught) == TEACHERS


def test_a_worker_told_to_stop_at_the_last_fit_leaves_it_to_the_next(
    taught: EmbeddingSpace, monkeypatch
) -> None:
    """After the first of its two projections."""
    fitted: list[str] = []

    def fit(recipe: str, *args, before_each, **options):
        def count() -> None:
            before_each()
            fitted.append(recipe)

        return fit_recipe(recipe, *args, before_each=count, **options)

    with monkeypatch.context() as patch:
        patch.setattr(creation, "fit_recipe", fit)
        patch.setattr(stopping, "is_stopping", lambda: bool(fitted))
        assert fit_live_space() is None
    assert len(fitted) == 1
    assert EmbeddingSpace.objects.count() == 1
    assert judged(taught) == TEACHERS

    monkeypatch.setattr(fitting, "measure_gains", pytest.fail)
    assert fit_live_space() is not None


def test_a_worker_that_dies_at_the_last_fit_is_made_good(
    taught: EmbeddingSpace, monkeypatch
) -> None:
    def die(*args, **options):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(fitting, "begin_fitted", die)
        with pytest.raises(SystemExit):
            fit_live_space()
    taught.refresh_from_db()
    an_hour_ago = timezone.now() - timedelta(hours=1)
    EmbeddingSpace.objects.filter(pk=taught.pk).update(
        fitting={**taught.fitting, "tried_at": an_hour_ago.isoformat()}
    )
    assert fit_live_space() is not None
