"""Calls under an Idempotency-Key while the first is under way, when it has died, and much later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalog.models import Product
from catalog.products.machines.one import write_product
from tests.factories import ProductFactory
from web.conf import conf
from web.idempotency.errors import OtherRequestError, OvertakenError, StillUnderWayError
from web.idempotency.keeping import Begun, begin
from web.idempotency.models import KeptAnswer
from web.idempotency.once import Answer, answer_once
from web.idempotency.tasks import forget_answers
from web.keys.models import ApiKey

pytestmark = pytest.mark.django_db
PATH = "products/by-sku/A-1/"


def age(**by: float) -> None:
    KeptAnswer.objects.update(begun_at=timezone.now() - timedelta(**by))


def test_the_same_call_meanwhile_waits_and_another_is_refused(call, monkeypatch) -> None:
    ProductFactory.create(sku="A-1", stock=1)
    met: list[Any] = []

    def write(*args: Any, **options: Any) -> Any:
        monkeypatch.undo()
        for stock, status in ((5, 409), (6, 422)):
            body = {"stock": stock}
            met.append(call("patch", PATH, body, status=status, idempotency_key="a"))
        return write_product(*args, **options)

    monkeypatch.setattr("api.views.writing.products.write_product", write)
    done = call("patch", PATH, {"stock": 5}, status=200, idempotency_key="a")

    assert [each.json()["code"] for each in met] == ["under_way", "idempotency_key_used"]
    assert met[0]["Retry-After"] == "1"
    assert call("patch", PATH, {"stock": 5}, status=200, idempotency_key="a").json() == done.json()
    assert Product.objects.get().stock == 5


def test_who_died_is_taken_over_and_cannot_finish_any_more(key: ApiKey) -> None:
    dead = begin(key, "a", fingerprint="f")
    assert isinstance(dead, Begun)
    with pytest.raises(StillUnderWayError):
        begin(key, "a", fingerprint="f")
    age(seconds=61)
    with pytest.raises(OtherRequestError):
        begin(key, "a", fingerprint="another")
    second = begin(key, "a", fingerprint="f")

    assert isinstance(second, Begun)
    with pytest.raises(OvertakenError):
        dead.keep(200, {}, {})
    dead.give_up()
    second.keep(201, {"by": "second"}, {})
    kept = begin(key, "a", fingerprint="f")
    assert isinstance(kept, KeptAnswer)
    assert (kept.status, kept.body) == (201, {"by": "second"})


def test_what_was_done_too_slowly_is_undone_where_another_took_over(key: ApiKey) -> None:
    def slow() -> Answer:
        ProductFactory.create(sku="A-1")
        KeptAnswer.objects.update(token="another's")
        return Answer(200, {}, {})

    with pytest.raises(StillUnderWayError):
        answer_once(key, "a", fingerprint="f", work=slow)
    assert not Product.objects.exists()


def test_old_answers_are_swept_and_their_keys_may_come_again(call) -> None:
    ProductFactory.create(sku="A-1", stock=1)
    call("patch", PATH, {"stock": 5}, status=200, idempotency_key="old")
    age(hours=conf.IDEMPOTENCY_HOURS + 1)
    call("patch", PATH, {"stock": 6}, status=200, idempotency_key="new")

    # Not swept yet, but no answer to this call any more, whatever it asks for.
    again = call("patch", PATH, {"stock": 7}, status=200, idempotency_key="old")
    assert not again.has_header("Idempotency-Replayed")
    assert Product.objects.get().stock == 7
    KeptAnswer.objects.filter(name="old").update(begun_at=timezone.now() - timedelta(days=30))
    assert forget_answers() == 1
    assert [each.name for each in KeptAnswer.objects.all()] == ["new"]
