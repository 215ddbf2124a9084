"""Samples say how the shop was, grow thin with age, and give workers' pace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.worker.throughput import count_embedded
from monitoring import tasks
from monitoring.figures import counted
from monitoring.figures.catalogue import read_catalogue
from monitoring.figures.pictures import read_pictures
from monitoring.models import GradeSample, Sample
from monitoring.series.grades import read_grades
from monitoring.series.pace import pace_of, read_pace
from monitoring.series.samples import points_since, take_sample, thin_samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop of this size counts as a large one, whose figures are sampled."""
    monkeypatch.setattr(counted, "SMALL", 1)


def test_a_sample_counts_the_shop(plain_space: EmbeddingSpace, make_product) -> None:
    make_product("red", "blue")
    make_product("teal", is_published=False)
    make_product()
    ImageEmbedding.objects.filter(image__product__is_published=False).update(state="failed")
    count_embedded(7)
    sample = take_sample()
    assert (sample.products, sample.unpublished, sample.without_pictures) == (3, 1, 1)
    assert (sample.ready, sample.pending, sample.failed, sample.embedded) == (0, 2, 1, 7)
    assert sample.oldest_pending == ImageEmbedding.objects.pending().earliest("queued_at").queued_at
    assert sample.is_first_of_hour
    assert not take_sample().is_first_of_hour


def test_a_large_shop_is_told_by_its_last_sample(
    large, plain_space: EmbeddingSpace, make_product
) -> None:
    make_product("red")
    make_product()
    assert read_catalogue().without_pictures is None, "nobody has counted yet"
    sample = take_sample()
    make_product()
    found = read_catalogue()
    assert found.without_pictures.number == 1
    assert found.products.counted_at == sample.at
    assert read_pictures(plain_space).pending.number == 1, "what a small index holds is counted now"
    Sample.objects.update(at=timezone.now() - timedelta(hours=1))
    assert read_catalogue().without_pictures is None, "an old sample says how it was, not how it is"


def test_a_small_shop_is_counted_now(make_product) -> None:
    assert read_catalogue().is_empty
    make_product()
    found = read_catalogue()
    assert (found.products.number, found.without_pictures.number, found.is_empty) == (1, 1, False)
    assert found.empty_categories.number == 0


def test_old_samples_are_thinned_to_the_first_of_each_hour_and_then_forgotten() -> None:
    now = timezone.now()
    for hours, first in ((1, False), (49, False), (50, True), (24 * 91, True)):
        Sample.objects.create(at=now - timedelta(hours=hours), is_first_of_hour=first)
    assert thin_samples() == 2
    left = [round((now - sample.at) / timedelta(hours=1)) for sample in Sample.objects.all()]
    assert left == [50, 1]


def test_pace_is_what_was_stored_since_the_last_sample(
    plain_space: EmbeddingSpace, make_product
) -> None:
    assert read_pace() is None, "nobody has measured"
    count_embedded(100)
    Sample.objects.create(at=timezone.now() - timedelta(seconds=50), embedded=50)
    assert read_pace() == pytest.approx(1.0, rel=0.1)
    make_product("red", "blue")
    assert read_pictures(plain_space).seconds_left == pytest.approx(2.0, rel=0.1)
    cache.clear()
    assert read_pace() is None, "a count that began anew says nothing"


def test_workers_count_what_they_embed(plain_space: EmbeddingSpace, make_product, embed) -> None:
    make_product("red", "blue", "teal")
    embed()
    assert take_sample().embedded == 3


def test_the_pace_over_time_leaves_gaps_out() -> None:
    start = timezone.now() - timedelta(hours=1)
    for seconds, embedded in ((0, 0), (60, 120), (120, 60), (900, 80), (960, None), (1020, 80)):
        Sample.objects.create(at=start + timedelta(seconds=seconds), embedded=embedded)
    assert pace_of(points_since(start)) == [(start + timedelta(seconds=60), 2.0)]


def test_grades_are_kept_when_the_next_replace_them(plain_space: EmbeddingSpace) -> None:
    figure = {"mean": 0.5, "lower": 0.4, "upper": 0.6}
    for hour in (1, 1, 2):
        plain_space.grades = {
            "graded_at": f"2026-11-26T0{hour}:00:00+00:00",
            "category": {"mAP@10": figure},
            "same_product": {"not_enough": "two products"},
        }
        plain_space.save()
        tasks.measure()
    assert [each.figures for each in read_grades(plain_space)] == [{"category": figure}] * 2
    assert GradeSample.objects.count() == 2
