"""Two moves at once make no ring of categories; one that a program made is told and mended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from catalog.models import Category
from tests.filled_form import filled
from tests.waiting import wait_until

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture
def one(db) -> Category:
    return Category.objects.create(name="One", slug="one")


@pytest.fixture
def two(db) -> Category:
    return Category.objects.create(name="Two", slug="two")


def is_anybody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_moves_is_refused(admin_client: Client, one, two) -> None:
    address = reverse("admin:catalog_category_change", args=[two.pk])
    sheet = filled(admin_client.get(address), parent=one.pk)

    def send():
        try:
            return admin_client.post(address, sheet)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            one.parent = two
            one.full_clean()
            one.save()
            answer = thread.submit(send)
            wait_until(is_anybody_waiting, 30)
        page = answer.result()

    assert page.status_code == 200
    assert "A category cannot stand inside itself." in page.content.decode()
    assert Category.objects.as_tree().rings() == []


def test_a_ring_is_told_and_mended(admin_client: Client, one, two) -> None:
    below = Category.objects.create(name="Below", slug="below", parent=one)
    Category.objects.filter(pk=one.pk).update(parent=two)
    Category.objects.filter(pk=two.pk).update(parent=one)
    assert [set(ring) for ring in Category.objects.as_tree().rings()] == [{one, two}]

    page = admin_client.get(reverse("admin:catalog_category_changelist")).content.decode()
    assert "“One” &gt; “Two” &gt; “One” stand inside each other" in page

    address = reverse("admin:catalog_category_change", args=[one.pk])
    admin_client.post(address, filled(admin_client.get(address), parent=""))
    tree = Category.objects.as_tree()
    assert tree.rings() == []
    assert tree.path_to(below) == [one]
