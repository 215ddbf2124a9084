"""A locked table, many visitors: health answers at once, pages give up, nothing piles up."""

from __future__ import annotations

import statistics
import threading
import time

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from catalog.models import Product
from web.deadline import DeadlineMiddleware
from web.server.connections import WAITED


@pytest.fixture
def locked_products(transactional_db):
    """Somebody else holds the table of products."""
    values = connection.settings_dict
    with psycopg.connect(
        host=values["HOST"], user=values["USER"], dbname=values["NAME"]
    ) as session:
        session.execute(f"LOCK TABLE {Product._meta.db_table} IN ACCESS EXCLUSIVE MODE")
        yield session


def test_a_locked_table_stops_neither_health_nor_the_pages_after_it(
    serve, make_product, locked_products
) -> None:
    shop = serve()
    answers: list[tuple[int, float]] = []

    def ask() -> None:
        started = time.monotonic()
        status = shop.get("/", seconds=60)[0]
        answers.append((status, time.monotonic() - started))

    visitors = [threading.Thread(target=ask) for _ in range(20)]
    for visitor in visitors:
        visitor.start()
    health = []
    while any(visitor.is_alive() for visitor in visitors):
        started = time.monotonic()
        assert shop.get("/livez")[0] == 200
        health.append(time.monotonic() - started)
        time.sleep(0.1)
    locked_products.rollback()

    assert [status for status, _ in answers] == [503] * 20
    # The pages all wait for the lock, as long as they may; health waits for nobody.
    assert statistics.median(health) < min(seconds for _, seconds in answers) / 4
    assert shop.get("/")[0] == 200


def test_who_waited_too_long_for_a_thread_is_told_to_come_back() -> None:
    reached: list[int] = []
    middleware = DeadlineMiddleware(lambda request: reached.append(1))

    for seconds in (0.1, 60.0):
        request = RequestFactory().get("/")
        request.META[WAITED] = seconds
        response = middleware(request)

    assert (len(reached), response.status_code) == (1, 503)
    assert int(response["Retry-After"]) > 0


def test_many_slow_statements_are_not_endless_together(db, settings) -> None:
    settings.VITRINE_MAX_DATABASE_SECONDS = 1.0
    ran: list[int] = []

    def view(request: object) -> None:
        with connection.cursor() as cursor:
            for number in range(10):
                cursor.execute("SELECT pg_sleep(0.6)")
                ran.append(number)

    with pytest.raises(OperationalError, match="together"):
        DeadlineMiddleware(view)(RequestFactory().get("/"))

    assert ran == [0, 1]
    with connection.cursor() as cursor:  # what is no request's is not counted
        cursor.execute("SELECT 1")


def test_staff_may_change_many_rows_in_one_request(db, settings) -> None:
    settings.VITRINE_MAX_DATABASE_SECONDS = 0.1
    ran: list[int] = []

    def view(request: object) -> None:
        with connection.cursor() as cursor:
            for number in range(3):
                cursor.execute("SELECT pg_sleep(0.15)")
                ran.append(number)

    DeadlineMiddleware(view)(RequestFactory().post("/admin/catalog/product/"))

    assert ran == [0, 1, 2]
