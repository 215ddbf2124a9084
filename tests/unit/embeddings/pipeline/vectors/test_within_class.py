"""Whitening within classes: what pictures of one thing differ by counts little afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.pipeline import Labels, Projection, fit_within_class

THINGS, VIEWS, FEATURES = 40, 5, 60


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def catalogue() -> tuple[np.ndarray, np.ndarray]:
    """Things that differ a little in ten features, in views that differ a lot in ten others."""
    random = np.random.default_rng(5)
    thing = np.repeat(np.arange(THINGS), VIEWS)
    rows = random.normal(size=(THINGS * VIEWS, FEATURES)) * 0.1 + 3
    rows[:, :10] += random.normal(size=(THINGS, 10))[thing]
    rows[:, 10:20] += random.normal(size=(THINGS * VIEWS, 10)) * 2.5
    return unit(rows), thing


def share_found(vectors: np.ndarray, thing: np.ndarray) -> float:
    """How often the nearest other picture shows the same thing."""
    likeness = unit(vectors) @ unit(vectors).T
    np.fill_diagonal(likeness, -1)
    return float((thing[likeness.argmax(axis=1)] == thing).mean())


def test_things_that_did_not_teach_are_told_apart_by_what_others_taught(catalogue) -> None:
    features, thing = catalogue
    taught, asked = thing < 30, thing >= 30
    projection = fit_within_class(features[taught], [thing[taught]], dimensions=10)
    before = share_found(features[asked] - features[asked].mean(axis=0), thing[asked])
    after = share_found(projection.apply(features[asked]), thing[asked])
    assert before < 0.5
    assert after > 0.9


def test_views_of_one_thing_hardly_differ_along_any_axis(catalogue) -> None:
    features, thing = catalogue
    projected = fit_within_class(features, [thing], dimensions=10).apply(features)
    means = np.stack([projected[thing == one].mean(axis=0) for one in range(THINGS)])
    within = (projected - means[thing]).std(axis=0)
    assert (means.std(axis=0) > 2 * within)[:8].all()
    assert within.max() < 2 * within.min(), "it is white within"


def test_few_pictures_of_many_features_and_many_of_few_agree(catalogue) -> None:
    """Above as many pictures as features the scatter is taken in other axes: the same answers."""
    features, thing = catalogue
    padded = np.hstack([features, np.zeros((len(features), 300), np.float32)])
    few, many = (
        unit(fit_within_class(rows, [thing], dimensions=10).apply(rows))
        for rows in (padded, features)
    )
    assert few @ few.T == pytest.approx(many @ many.T, abs=1e-2)


def test_all_ways_of_belonging_together_count_whatever_their_scale(catalogue) -> None:
    features, thing = catalogue
    whole = np.zeros_like(thing)
    both = fit_within_class(features, [thing, whole], dimensions=10)
    alone = fit_within_class(features, [thing], dimensions=10)
    assert both.sha256 != alone.sha256
    single = np.arange(len(features))
    assert fit_within_class(features, [thing, single], dimensions=10).sha256 == alone.sha256


def test_the_same_pictures_give_the_same_projection(catalogue) -> None:
    features, thing = catalogue
    first, second = (fit_within_class(features, [thing], dimensions=8) for _ in "ab")
    assert first.sha256 == second.sha256
    again = Projection.from_bytes(first.to_bytes())
    assert (again.apply(features) == first.apply(features)).all()


@pytest.mark.parametrize("labels", [np.arange(200), np.repeat(np.arange(100), 2)])
def test_where_nothing_belongs_together_nothing_is_learnt(labels) -> None:
    rows = unit(np.random.default_rng(1).normal(size=(100, 30)))
    with pytest.raises(ValueError, match="nothing can be learnt"):
        # Two pictures each, yet the same one twice.
        fit_within_class(np.repeat(rows, 2, axis=0), [labels], dimensions=8)


@pytest.mark.parametrize(("pictures", "dimensions"), [(200, 0), (200, 61), (8, 8)])
def test_more_dimensions_than_there_is_to_tell_are_refused(catalogue, pictures, dimensions) -> None:
    features, thing = catalogue
    with pytest.raises(ValueError, match="cannot be learnt from"):
        fit_within_class(features[:pictures], [thing[:pictures]], dimensions=dimensions)


def test_labels_number_what_belongs_together() -> None:
    labels = Labels.number(product=["b", "a", "b"], family=[7, "x", 7], category=[3, 3, 3])
    assert labels.of("product").tolist() == [0, 1, 0]
    assert labels.only(np.array([True, False, True])).family.tolist() == [0, 0]
    with pytest.raises(ValueError, match="Each picture needs"):
        Labels(product=np.arange(2), family=np.arange(2), category=np.arange(3))
