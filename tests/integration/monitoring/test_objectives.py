"""What is promised is counted by all processes, kept by the minute, and read in windows."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from catalog.models import ImportedPicture, ProductImage
from embeddings.queue import retry
from monitoring.models import ObjectiveCount
from monitoring.objectives import keeping
from monitoring.objectives.counting import Count, Tally, tally
from monitoring.objectives.defined import COMPLETE, PHOTO, SIMILAR, UPLOAD, Objective
from monitoring.objectives.events import count_answer
from monitoring.objectives.keeping import forget_old_events, keep_counted_events
from monitoring.objectives.reading import BUDGET, Kept, read_kept, read_totals
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


def kept(objective: Objective) -> Kept:
    return next(each for each in read_kept() if each.objective is objective)


def happened(objective: Objective, *, good: int, bad: int, ago: timedelta, bucket: int = 0) -> None:
    """Rows as a worker would have written them."""
    at = (timezone.now() - ago).replace(second=0, microsecond=0)
    ObjectiveCount.objects.create(
        at=at, name=objective.name, bucket=bucket, events=good + bad, good=good, seconds=0
    )


def test_processes_add_up_in_the_cache_and_a_worker_moves_them_once() -> None:
    one, other = Tally(), Tally()
    for process, seconds in ((one, 0.02), (one, 0.4), (other, 0.02)):
        process.add(SIMILAR, good=seconds < 0.3, seconds=seconds)
    assert kept(SIMILAR).windows == {}, "nobody has told yet"
    assert one.tell()
    assert other.tell()
    for _ in range(2):
        count = kept(SIMILAR).windows["5m"]
        assert (count.events, count.good) == (3, 2)
        assert count.seconds == pytest.approx(0.44)
        keep_counted_events()
    assert sum(ObjectiveCount.objects.values_list("events", flat=True)) == 3
    one.add(SIMILAR, good=True, seconds=0.02)
    one.tell()
    assert kept(SIMILAR).windows["1h"].events == 4, "the table, and what is not in it yet"
    totals = read_totals()["similar"]
    assert {bucket: count.events for bucket, count in totals.items()} == {1: 3, 6: 1}


def test_a_process_tells_by_itself_soon(monkeypatch) -> None:
    monkeypatch.setattr("monitoring.objectives.counting.TOLD_EVERY_SECONDS", 0.05)
    tally.get().add(COMPLETE, good=True)
    wait_until(read_totals, 30)
    assert read_totals()["complete"] == {0: Count(1, 1)}


def test_many_threads_lose_nothing() -> None:
    process = Tally()

    def count() -> None:
        for _ in range(500):
            process.add(PHOTO, good=True, seconds=0.2)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    process.tell()
    assert kept(PHOTO).windows["5m"].good == 4_000


def test_while_the_cache_is_away_counts_are_held_and_bounded(
    settings, dead_folder, monkeypatch
) -> None:
    there, process = settings.CACHE_URL, Tally()
    settings.CACHE_URL = f"unix://{dead_folder() / 'cache.sock'}"
    process.add(SIMILAR, good=True, seconds=0.1)
    assert not process.tell()
    settings.CACHE_URL = there
    process.add(SIMILAR, good=False, seconds=0.1)
    assert process.tell()
    assert kept(SIMILAR).windows["5m"] == pytest.approx((2, 1, 0.2))
    monkeypatch.setattr("monitoring.objectives.counting.MOST_HELD_COUNTS", 2)
    for seconds in (0.01, 0.2, 2.0):
        process.add(SIMILAR, good=True, seconds=seconds)
    assert process.tell()
    assert read_totals()["similar"].keys() == {3, 4, 10}, "of three new ones the oldest went"


def test_counts_that_cannot_be_kept_go_back(monkeypatch) -> None:
    process = Tally()
    process.add(UPLOAD, good=True, seconds=3)
    process.tell()

    def refuse(counts: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(keeping, "_add", refuse)
        with pytest.raises(DatabaseError):
            keep_counted_events()
    assert keep_counted_events() == 1
    assert kept(UPLOAD).windows["5m"].events == 1
    assert read_totals()["upload"] == {2: Count(1, 1, 3.0)}, "sums have it once"


def test_burn_rates_and_what_is_left_of_the_budget() -> None:
    happened(SIMILAR, good=80, bad=20, ago=timedelta(minutes=3))
    happened(SIMILAR, good=100, bad=0, ago=timedelta(minutes=50))
    happened(SIMILAR, good=9_800, bad=0, ago=timedelta(days=20))
    found = kept(SIMILAR)
    assert found.burn_rate("5m") == pytest.approx(20)
    assert found.burn_rate("30m") == pytest.approx(20)
    assert found.burn_rate("1h") == pytest.approx(10)
    assert found.burn_rate("3d") == pytest.approx(10)
    assert found.windows[BUDGET] == Count(10_000, 9_980)
    assert found.budget_left == pytest.approx(0.8)
    assert kept(PHOTO).burn_rate("5m") == 0
    assert kept(PHOTO).budget_left == 1


def test_the_promised_percentile_is_a_bound_of_the_histogram() -> None:
    happened(SIMILAR, good=98, bad=0, ago=timedelta(minutes=5), bucket=2)
    happened(SIMILAR, good=2, bad=0, ago=timedelta(minutes=5), bucket=4)
    assert kept(SIMILAR).quantile_seconds == 0.2
    happened(SIMILAR, good=400, bad=0, ago=timedelta(minutes=6), bucket=2)
    assert kept(SIMILAR).quantile_seconds == 0.05
    happened(PHOTO, good=0, bad=5, ago=timedelta(minutes=5), bucket=len(PHOTO.bounds))
    assert kept(PHOTO).quantile_seconds is None, "above all bounds"


def test_minutes_become_hours_and_nothing_is_lost_by_that() -> None:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=20)

    def row(at: datetime, name: str = "similar") -> None:
        ObjectiveCount.objects.create(at=at, name=name, bucket=3, events=5, good=4, seconds=1.5)

    for minute in (0, 1, 59):
        row(hour + timedelta(minutes=minute))
    row(hour + timedelta(minutes=7), "photo")
    row(timezone.now() - timedelta(minutes=7))
    row(timezone.now() - timedelta(days=31))
    before = kept(SIMILAR).windows
    for _ in range(2):
        forget_old_events()
    assert kept(SIMILAR).windows == before
    rows = ObjectiveCount.objects.filter(at__lte=hour).values_list("at", "name", "events", "good")
    assert sorted(rows) == [(hour, "photo", 5, 4), (hour, "similar", 15, 12)]


@pytest.mark.parametrize(
    ("status", "seconds", "counted"),
    [
        (200, 0.1, (1, 1)),
        (304, 0.1, (1, 1)),
        (200, 0.31, (1, 0)),
        (503, 0.001, (1, 0)),
        (404, 0.1, (0, 0)),
        (429, 0.1, (0, 0)),
    ],
)
def test_what_is_good_what_is_not_and_what_is_no_event(status, seconds, counted) -> None:
    count_answer(SIMILAR, status=status, seconds=seconds)
    tally.get().tell()
    found = kept(SIMILAR).windows.get("5m", Count())
    assert (found.events, found.good) == counted


@pytest.mark.django_db(transaction=True)
def test_uploads_count_from_when_they_were_queued_and_imports_do_not(
    plain_space, make_product, embed
) -> None:
    make_product("red", "blue", "teal")
    late, imported, bulk = ProductImage.objects.order_by("pk")
    queued = timezone.now() - timedelta(minutes=5)
    plain_space.embeddings.filter(image=late).update(queued_at=queued)
    plain_space.embeddings.filter(image=bulk).update(priority=0)
    ImportedPicture.objects.create(product=imported.product, image=imported, folder="", path="a")
    assert embed() == 3
    tally.get().tell()
    count = kept(UPLOAD).windows["5m"]
    assert (count.events, count.good) == (1, 0)
    assert count.seconds == pytest.approx(300, abs=20)


@pytest.mark.django_db(transaction=True)
def test_what_staff_retry_waits_from_then_on(plain_space, make_product, embed) -> None:
    make_product("red")
    row = plain_space.embeddings.get()
    long_ago = timezone.now() - timedelta(days=3)
    plain_space.embeddings.update(state="failed", queued_at=long_ago)
    assert retry([row.pk]) == 1
    embed()
    tally.get().tell()
    assert kept(UPLOAD).windows["5m"].good == 1


def test_one_statement_whatever_was_counted(django_assert_num_queries) -> None:
    happened(SIMILAR, good=1, bad=0, ago=timedelta(minutes=5))
    with django_assert_num_queries(1):
        read_kept()
