"""Products that go into the shop and leave it by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.history import Change
from catalog.models import Product
from catalog.tasks import keep_timetable
from tests.filled_form import filled

HOUR = timedelta(hours=1)


def at(hours: float):
    return timezone.now() + hours * HOUR


@pytest.mark.parametrize(
    ("was", "publish", "unpublish", "now", "left"),
    [
        (False, -1, None, True, (None, None)),
        (True, None, -1, False, (None, None)),
        (False, -2, -1, False, (None, None)),
        (True, -1, -2, True, (None, None)),
        (False, -1, 1, True, (None, 1)),
        (False, 1, None, False, (1, None)),
    ],
)
def test_each_comes_and_goes_at_its_time(make_product, was, publish, unpublish, now, left) -> None:
    dates = [None if hours is None else at(hours) for hours in (publish, unpublish)]
    make_product(is_published=was, publish_at=dates[0], unpublish_at=dates[1])

    keep_timetable()

    product = Product.objects.get()
    assert product.is_published is now
    kept = (product.publish_at, product.unpublish_at)
    assert [each is not None for each in kept] == [each is not None for each in left]


def test_who_decides_otherwise_afterwards_is_not_overruled(make_product) -> None:
    product = make_product(is_published=False, publish_at=at(-1))
    assert keep_timetable() == 1
    change = Change.objects.get()
    assert (change.door, change.user, change.changes["is_published"]) == (
        "schedule",
        None,
        [False, True],
    )
    Product.objects.filter(pk=product.pk).update(is_published=False)
    assert keep_timetable() == 0
    assert not Product.objects.published().exists()


@pytest.mark.parametrize(
    ("published", "publish", "unpublish", "field", "words"),
    [
        (True, 1, None, "publish_at", "It is in the shop already."),
        (False, None, 1, "unpublish_at", "It is not in the shop."),
        (False, 2, 1, "unpublish_at", "It would leave the shop before"),
        (True, None, -1, "unpublish_at", "This time has passed."),
    ],
)
def test_what_makes_no_sense_is_explained(
    admin_client: Client, make_product, published, publish, unpublish, field, words
) -> None:
    address = reverse("admin:catalog_product_change", args=[make_product().pk])
    sent = filled(admin_client.get(address)) | {"is_published": "on" if published else ""}
    for name, hours in (("publish_at", publish), ("unpublish_at", unpublish)):
        moment = "" if hours is None else at(hours)
        sent[f"{name}_0"] = moment and f"{moment:%Y-%m-%d}"
        sent[f"{name}_1"] = moment and f"{moment:%H:%M:%S}"

    page = admin_client.post(address, sent)

    assert words in str(page.context["adminform"].form.errors[field])


def test_a_date_that_somebody_else_overruled_stops_nobody(
    admin_client: Client, make_product
) -> None:
    product = make_product(publish_at=at(1).replace(microsecond=0), unpublish_at=at(-1))
    address = reverse("admin:catalog_product_change", args=[product.pk])

    saved = admin_client.post(address, filled(admin_client.get(address), description="Words"))

    assert saved.status_code == 302


def test_list_and_form_tell_what_is_ahead(admin_client: Client, make_product, settings) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    make_product(is_published=False, publish_at=at(24))
    page = admin_client.get(reverse("admin:catalog_product_changelist")).content.decode()
    assert "in the shop from" in page
    assert "CE" in page  # CET or CEST
