"""What visitors waited for counts, by what was promised; /metrics and staff's first page say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from monitoring.models import ObjectiveCount
from monitoring.objectives.counting import tally
from monitoring.objectives.defined import PHOTO
from monitoring.objectives.reading import read_kept, read_totals
from tests.factories import StaffFactory
from web.server.connections import WAITED

pytestmark = pytest.mark.django_db


def counted(name: str) -> tuple[int, int]:
    """(events, good ones) of all processes."""
    tally.get().tell()
    counts = read_totals().get(name, {}).values()
    return sum(each.events for each in counts), sum(each.good for each in counts)


def scrape(client: Client) -> dict[tuple[str, ...], float]:
    text = client.get("/metrics").content.decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_pages_and_answers_with_similar_items_count_and_nothing_else(
    client: Client, plain_space, make_product
) -> None:
    slug = make_product("red").slug
    for path in ("/", "/c/vases/", "/search/?q=a", "/api/v1/products/", "/p/nowhere/", "/livez"):
        client.get(path)
    assert counted("similar") == (0, 0)
    client.get(f"/p/{slug}/")
    client.get(f"/de/p/{slug}/")
    client.get(f"/api/v1/products/{slug}/similar/")
    client.get(f"/api/v1/products/{slug}/similar/?limit=a")
    assert counted("similar")[0] == 3, "in each language, and not what was asked wrongly"


def test_the_line_for_a_thread_counts_and_so_does_who_is_sent_away_from_it(
    plain_space, make_product
) -> None:
    path = f"/p/{make_product('red').slug}/"
    waited: dict[float, Any] = {}
    for seconds in (1.0, 60.0):
        waited[seconds] = Client()
        waited[seconds].defaults[WAITED] = seconds
    assert waited[1.0].get(path).status_code == 200
    assert counted("similar") == (1, 0)
    assert waited[60.0].get(path).status_code == 503
    assert waited[60.0].get("/nowhere").status_code == 503
    assert counted("similar") == (2, 0)


def test_a_photo_that_nobody_can_look_at_counts_as_bad(
    client: Client, plain_space, picture
) -> None:
    photo = SimpleUploadedFile("a.jpg", picture("red"), "image/jpeg")
    assert client.post("/api/v1/photo-searches/", {"image": photo}).status_code == 503
    assert counted("photo") == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_answers_are_complete_once_pictures_are_compared(
    client: Client, plain_space, make_product, embed
) -> None:
    path = f"/api/v1/products/{make_product('red').slug}/similar/"
    without = make_product().slug
    client.get(f"/p/{without}/")
    assert counted("complete") == (0, 0), "it has no picture"
    client.get(path)
    assert counted("complete") == (1, 0)
    embed()
    client.get(path)
    assert counted("complete") == (2, 1)


def test_counting_costs_no_statement(client: Client, plain_space, make_product) -> None:
    path = f"/api/v1/products/{make_product().slug}/similar/"
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    assert not [query for query in seen.captured_queries if "objectivecount" in query["sql"]]


def test_metrics_tell_promises_burn_rates_and_histograms(client: Client, plain_space) -> None:
    told = scrape(client)
    assert told["vitrine_slo_objective", "similar"] == 0.99
    assert told["vitrine_slo_threshold_seconds", "upload"] == 60
    assert told["vitrine_slo_burn_rate", "photo", "3d"] == 0, "there from the start"
    assert told["vitrine_slo_seconds_bucket", "+Inf", "photo"] == 0
    at = timezone.now() - timedelta(minutes=2)
    ObjectiveCount.objects.create(at=at, name="photo", bucket=9, events=50, good=45, seconds=60)
    for seconds in (0.3, 2.0):
        tally.get().add(PHOTO, good=seconds < 1.5, seconds=seconds)
    tally.get().tell()
    told = scrape(client)
    assert told["vitrine_slo_burn_rate", "photo", "5m"] == pytest.approx(100 * 6 / 52)
    assert told["vitrine_slo_window_events", "photo", "1h"] == 52
    assert told["vitrine_slo_budget_left", "photo"] == pytest.approx(1 - 100 * 6 / 52)
    assert told["vitrine_slo_quantile_seconds", "photo"] == 2.5
    assert told["vitrine_slo_events_total", "photo"] == 2
    assert told["vitrine_slo_good_events_total", "photo"] == 1
    assert told["vitrine_slo_seconds_bucket", "0.3", "photo"] == 1
    assert told["vitrine_slo_seconds_bucket", "+Inf", "photo"] == 2
    assert told["vitrine_slo_seconds_sum", "photo"] == pytest.approx(2.3)
    assert told[("vitrine_slo_up",)] == 1
    assert told[("vitrine_disk_bytes",)] > told[("vitrine_disk_free_bytes",)] > 0


def test_without_the_cache_metrics_say_so_and_answers_go_on(
    client: Client, plain_space, make_product, settings, dead_folder
) -> None:
    path = f"/p/{make_product('red').slug}/"
    at = timezone.now() - timedelta(minutes=2)
    ObjectiveCount.objects.create(at=at, name="similar", bucket=1, events=9, good=9, seconds=1)
    settings.CACHE_URL = f"unix://{dead_folder() / 'cache.sock'}"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": settings.CACHE_URL}}
    assert client.get(path).status_code == 200
    assert not tally.get().tell()
    told = scrape(client)
    assert told[("vitrine_slo_up",)] == 0
    assert not [key for key in told if key[0] == "vitrine_slo_events_total"]
    assert told["vitrine_slo_window_events", "similar", "5m"] == 9, "as the table has it"


def test_staff_read_what_is_left_in_a_line(client: Client, plain_space) -> None:
    at = timezone.now() - timedelta(days=2)
    ObjectiveCount.objects.create(
        at=at, name="similar", bucket=1, events=1_000, good=995, seconds=9
    )
    ObjectiveCount.objects.create(at=at, name="photo", bucket=1, events=2, good=1, seconds=9)
    client.force_login(StaffFactory.create(permissions=["view_system"]))
    html = " ".join(client.get("/admin/dashboard/").content.decode().split())
    line = "99.50 % of 1,000 in 30 days, promised are 99.00 %: 50 % of what may fail is left"
    assert line in html
    assert "1 of 2 in 30 days, too few to judge by" in html
    assert "Nothing has happened yet" in html, "of the other promises"
    broken = {each.objective.name: each.is_broken for each in read_kept(with_cache=False)}
    assert not any(broken.values())
    ObjectiveCount.objects.create(at=at, name="photo", bucket=2, events=18, good=18, seconds=9)
    broken = {each.objective.name: each.is_broken for each in read_kept(with_cache=False)}
    assert [name for name in broken if broken[name]] == ["photo"]
