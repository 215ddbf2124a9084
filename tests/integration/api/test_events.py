"""Events come in batches from anybody's browser; each is kept once, a bad one costs no other."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event
from events.retention import forget_old
from tests.factories import ProductFactory
from tests.integration.api.conftest import ROOT
from web import rate_limits
from web.keys.making import add_secret
from web.keys.models import ApiKey

pytestmark = pytest.mark.django_db
CLICK = {"type": "click", "sku": "SKU-1", "request_id": "a1b2", "position": 3}
BEACON = "text/plain;charset=UTF-8"


def send(body: object, kind: str = BEACON, *, status: int = 202, **headers: str):
    data = body if isinstance(body, bytes) else json.dumps(body)
    response = Client().post(ROOT + "events/", data, content_type=kind, headers=headers)
    assert response.status_code == status, response.content
    return response.json()


@pytest.mark.parametrize("kind", [BEACON, "application/json", "x/y"])
def test_events_are_taken_as_beacons_send_them(kind: str) -> None:
    product = ProductFactory.create()
    answer = send(
        {"events": [{**CLICK, "placement": "similar"}, {**CLICK, "type": "purchase"}]}, kind
    )
    assert answer == {"accepted": 2, "duplicates": 0, "errors": []}
    click, _bought = Event.objects.order_by("pk")
    assert (click.kind, click.product_id, click.position) == ("click", product.pk, 3)
    assert (click.request_id, click.placement, click.is_trusted) == ("a1b2", "similar", False)


def test_a_bad_one_is_told_and_costs_no_other() -> None:
    product = ProductFactory.create()
    old = timezone.now() - timedelta(days=8)
    bad = [
        "text",
        {**CLICK, "type": "view"},
        {"type": "click"},
        {**CLICK, "sku": "none"},
        {**CLICK, "email": "a@b.example"},
        {**CLICK, "request_id": "a b"},
        {**CLICK, "position": 0},
        {**CLICK, "at": old.isoformat()},
        {**CLICK, "id": "x" * 65},
        {**CLICK, "sku": "\0"},
    ]
    good = {"type": "impression", "slug": product.slug, "at": timezone.now().isoformat()}
    answer = send({"events": [*bad, good]})
    assert answer["accepted"] == 1
    assert [each["index"] for each in answer["errors"]] == list(range(len(bad)))
    fields = [each["field"] for each in answer["errors"]]
    assert fields == [
        *("", "type", "sku", "sku", "email", "request_id", "position", "at", "id", "sku")
    ]
    assert "a@b.example" not in json.dumps(answer)


def test_what_is_sent_twice_is_kept_once() -> None:
    ProductFactory.create()
    batch = {"events": [{**CLICK, "id": "1"}, {**CLICK, "id": "1"}, {**CLICK, "id": "2"}]}
    assert send(batch)["duplicates"] == 1
    assert send(batch) == {"accepted": 0, "duplicates": 3, "errors": []}
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b"[]", b'{"events": 1}', b"[" * 50_000, b'{"events": ["\\ud800"]}']
)
def test_nonsense_is_202_with_a_sentence(body: bytes) -> None:
    answer = send(body)
    assert (answer["accepted"], len(answer["errors"])) == (0, 1)


def test_a_batch_is_bounded_and_takes_few_statements(monkeypatch) -> None:
    ProductFactory.create()
    with CaptureQueriesContext(connection) as captured:
        answer = send({"events": [CLICK] * 102})
    assert (answer["accepted"], len(answer["errors"])) == (100, 1)
    assert len(captured) <= 5
    assert send(b" " * 70_000)["errors"][0]["code"] == "invalid"
    monkeypatch.setitem(rate_limits.LIMITS, "events", rate_limits.Limit(3, 60))
    send({"events": []})
    assert send({"events": []}, status=429)["code"] == "rate_limited"


def test_events_of_keys_are_trusted_and_may_be_the_only_ones(settings) -> None:
    ProductFactory.create()
    key = ApiKey.objects.create(name="Shop", scopes=["events"])
    authorization = f"Bearer {add_secret(key)}"
    assert send({"events": [CLICK]}, authorization=authorization)["accepted"] == 1
    assert Event.objects.get().is_trusted
    settings.VITRINE_EVENTS_NEED_KEY = True
    assert send({"events": [CLICK]}, status=401)["code"] == "key_needed"
    send({"events": [CLICK]}, authorization=authorization)


def test_events_go_after_some_months_and_outlive_their_products(settings) -> None:
    product = ProductFactory.create()
    send({"events": [CLICK, CLICK]})
    product.delete()
    Event.objects.filter(pk=Event.objects.first().pk).update(at="2025-01-01T00:00Z")
    assert forget_old() == 1
    assert Event.objects.count() == 1
