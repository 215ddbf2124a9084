"""Feeds: fetched by the clock, applied unless too much would change, and what left is taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from catalog.feeds.checked import go_on
from catalog.feeds.models import Feed
from catalog.feeds.timetable import fetch_now, next_night, runs_of, take_due
from catalog.imports import runs
from catalog.imports.models import ImportRun
from catalog.imports.runs.files import feed_file
from catalog.imports.runs.working import work
from catalog.models import Product
from catalog.tasks import fetch_feeds
from tests.scripted_server import ScriptedServer, reply

pytestmark = pytest.mark.django_db(transaction=True)


def table(**prices: str) -> bytes:
    lines = [f"{sku.replace('_', '-')},Vase,X,{price}\n" for sku, price in prices.items()]
    return ("sku,name,category,price\n" + "".join(lines)).encode()


@pytest.fixture
def server(settings) -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        settings.VITRINE_FETCH_PORTS = (server.port,)
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1"
        yield server


@pytest.fixture
def feed(server: ScriptedServer) -> Feed:
    return Feed.objects.create(name="Supplier", address=server.url("/feed.csv"))


@pytest.fixture
def night(feed: Feed, server: ScriptedServer) -> Callable[[bytes], ImportRun | None]:
    """What comes of a night: the newest run, after all that waits was done."""

    def night(body: bytes) -> ImportRun | None:
        server.answers["/feed.csv"] = reply(body)
        fetch_now(feed)
        fetch_feeds()
        for _round in range(3):
            while work(token="test", seconds=60):
                pass
            go_on()
        feed.refresh_from_db()
        return runs_of(feed).first()

    return night


def shown() -> set[str]:
    return set(Product.objects.filter(is_published=True).values_list("sku", flat=True))


TEN = {f"A_{number}": "10.00" for number in range(10)}


def test_products_come_leave_and_come_back(night) -> None:
    run = night(table(**TEN))
    assert run.state == ImportRun.State.APPLIED
    assert len(shown()) == 10
    nine = {sku: price for sku, price in TEN.items() if sku != "A_3"}
    run = night(table(**nine))
    assert run.state == ImportRun.State.APPLIED, run.error
    assert "A-3" not in shown()
    assert len(shown()) == 9
    gone = run.rows.get(sku="A-3")
    assert gone.changes == {"is_published": [True, False]}
    assert gone.notices
    night(table(**nine | {"A_0": "11.00"}))
    assert Product.objects.count() == 10
    night(table(**TEN))
    assert len(shown()) == 10


def test_what_staff_show_again_stays(night) -> None:
    night(table(**TEN))
    nine = {sku: price for sku, price in TEN.items() if sku != "A_3"}
    night(table(**nine))
    Product.objects.filter(sku="A-3").update(is_published=True)
    night(table(**nine | {"A_0": "11.00"}))
    assert "A-3" in shown()


def test_too_many_leaving_stops_and_asks(night) -> None:
    night(table(**TEN))
    run = night(table(A_0="10.00"))
    assert run.state == ImportRun.State.CHECKED
    assert "9 of 10 products would leave" in run.error
    assert len(shown()) == 10
    runs.apply(run)
    while work(token="test", seconds=60):
        pass
    assert shown() == {"A-0"}
    runs.undo(run)
    while work(token="test", seconds=60):
        pass
    assert len(shown()) == 10


@pytest.mark.parametrize("price", ["100.00", "1.00", "0.00"])
def test_prices_that_move_too_far_stop_and_ask(night, price: str) -> None:
    night(table(**TEN))
    run = night(table(**TEN | {"A_4": price}))
    assert run.state == ImportRun.State.CHECKED
    assert "A-4" in run.error
    assert str(Product.objects.get(sku="A-4").price) == "10.00"


def test_a_row_that_cannot_be_read_has_not_left(night) -> None:
    night(table(**TEN))
    run = night(table(**TEN | {"A_4": "ten"}))
    assert run.state == ImportRun.State.APPLIED
    assert len(shown()) == 10
    assert run.counts["leaving"] == 0


def test_a_feed_as_it_was_makes_no_run(night, feed: Feed) -> None:
    night(table(**TEN))
    night(table(**TEN))
    assert runs_of(feed).count() == 1
    assert feed.fetched_at
    path = feed_file(feed.pk)
    assert path.read_bytes() == table(**TEN)
    feed.delete()
    assert not path.parent.exists()


def test_what_cannot_be_fetched_or_read_is_said(night, feed: Feed, server) -> None:
    night(table(**TEN))
    night(b"<html>Sorry, we are closed</html>")
    assert feed.error
    assert len(shown()) == 10
    server.answers.clear()
    fetch_now(feed)
    fetch_feeds()
    feed.refresh_from_db()
    assert feed.error
    assert feed.next_at > timezone.now()


def test_nights_go_by_the_shops_clock(settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    berlin = ZoneInfo("Europe/Berlin")
    with timezone.override(berlin):
        feed = Feed(hour=3)
        after = datetime(2026, 7, 1, 2, 0, tzinfo=berlin)
        assert next_night(feed, after=after) == datetime(2026, 7, 1, 3, 0, tzinfo=berlin)
        assert next_night(feed, after=after + timedelta(hours=1)).day == 2


def test_one_process_takes_a_feed_and_only_when_it_is_due(feed: Feed) -> None:
    assert take_due() is None  # new: not before its first night
    feed.refresh_from_db()
    assert feed.next_at > timezone.now()
    fetch_now(feed)
    assert take_due() == feed
    assert take_due() is None
    fetch_now(feed)
    Feed.objects.update(is_active=False)
    assert take_due() is None
