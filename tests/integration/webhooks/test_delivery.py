"""From a change to a receiver that takes it, or does not."""

from __future__ import annotations

import json
import socket
import time
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from standardwebhooks import Webhook

from tests.factories import EndpointFactory, ProductFactory
from tests.scripted_server import ScriptedServer, drip, redirect, reply
from webhooks.endpoints.secrets import rotate
from webhooks.endpoints.state import go_on
from webhooks.models import Attempt, Endpoint, Message, Note
from webhooks.outbox.retention import forget_old_messages
from webhooks.outbox.sending_anew import replay, send_test

State = Message.State


def received(receiver: ScriptedServer) -> list[dict]:
    return [json.loads(body) for body in receiver.bodies]


def let_time_pass() -> None:
    """Everything that waits for its time is due."""
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.update(next_at=past)
    Endpoint.objects.update(rests_until=past)


def test_a_change_comes_signed_with_what_the_product_is_now(endpoint, receiver, deliver) -> None:
    product = ProductFactory.create(sku="A-1", price="12.50", stock=3)
    assert not deliver()
    assert received(receiver) == [
        {
            "type": "product.created",
            "timestamp": received(receiver)[0]["timestamp"],
            "data": {
                **{"sku": "A-1", "slug": product.slug, "name": product.name, "brand": ""},
                **{"stock": 3, "is_published": True, "category": "vases"},
                **{"price": "12.50", "currency": "EUR"},
            },
        }
    ]
    told = Webhook(endpoint.secret).verify(receiver.bodies[0], dict(receiver.headers()))
    assert told["data"]["sku"] == "A-1"
    message = Message.objects.get()
    assert receiver.headers()["webhook-id"] == message.message_id
    assert (message.state, message.attempts) == (State.TAKEN, 1)
    attempt = Attempt.objects.get()
    assert (attempt.status, attempt.answer) == (200, "ok")
    assert not Note.objects.exists()


def test_many_changes_of_one_product_are_one_message(endpoint, receiver, deliver) -> None:
    product = ProductFactory.create()
    deliver()
    receiver.bodies.clear()
    for number in range(20):
        product.price, product.stock = number, number
        product.save()
    product.name = "Last"
    product.save()
    deliver()
    changed, stock = sorted(received(receiver), key=lambda each: each["type"])
    assert (changed["type"], changed["data"]["changed"]) == ("product.changed", ["name", "price"])
    assert (changed["data"]["price"], changed["data"]["name"]) == ("19.00", "Last")
    assert (stock["type"], stock["data"]["stock"]) == ("stock.changed", 19)


def test_a_product_that_came_and_went_is_told_to_be_gone(endpoint, receiver, deliver) -> None:
    product = ProductFactory.create(sku="A-1", pictures=["red"])
    slug = product.slug
    product.delete()
    deliver()
    (told,) = received(receiver)
    assert (told["type"], told["data"]) == ("product.deleted", {"sku": "A-1", "slug": slug})


def test_each_endpoint_is_told_what_it_wants_to_know(endpoint, receiver, deliver) -> None:
    receiver.answers["/stock"] = reply()
    address = receiver.url("/stock")
    EndpointFactory.create(address=address, events=["stock.changed"])
    EndpointFactory.create(address=receiver.url("/paused"), is_paused=True)
    product = ProductFactory.create()
    deliver()
    product.stock += 1
    product.save()
    deliver()
    assert sorted(receiver.paths) == ["/hook", "/hook", "/stock"]


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (reply(b"oh no", status=500), 500, ""),
        (reply(b"whose is this?", status=400), 400, ""),
        (redirect("/elsewhere"), 302, ""),
        (lambda connection, asked: False, None, "broken or incomplete"),
        (drip([b"."] * 10, seconds=0.2), None, "took too long"),
    ],
)
def test_what_is_not_taken_is_tried_again_later_under_the_same_id(
    endpoint, receiver, deliver, answer, status, error
) -> None:
    receiver.answers["/hook"] = [answer, reply(b"ok")]
    first, second = ProductFactory.create(), ProductFactory.create()
    began = timezone.now()
    assert not deliver(total_seconds=1.0)
    attempt = Attempt.objects.get()
    assert attempt.status == status
    assert error in attempt.error
    # One failed; the other was not even tried, and both wait.
    assert len(receiver.asked) == 1
    assert Message.objects.filter(state=State.WAITING, claim="").count() == 2
    endpoint.refresh_from_db()
    assert endpoint.failures == 1
    least, most = timedelta(seconds=4), timedelta(seconds=6)
    assert began + least <= endpoint.rests_until <= timezone.now() + most
    let_time_pass()
    deliver()
    assert {row.state for row in Message.objects.all()} == {State.TAKEN}
    ids = [receiver.headers(index)["webhook-id"] for index in range(3)]
    assert ids[0] in ids[1:]
    assert len(set(ids)) == 2
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.failing_since) == (0, None)
    assert {first.sku, second.sku} == {each["data"]["sku"] for each in received(receiver)}


@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_for_a_pause_gets_it(endpoint, receiver, deliver, status) -> None:
    receiver.answers["/hook"] = reply(status=status, retry_after="3000")
    ProductFactory.create()
    began = timezone.now()
    deliver()
    endpoint.refresh_from_db()
    assert endpoint.rests_until - began > timedelta(seconds=2_990)
    assert Message.objects.get().next_at - began > timedelta(seconds=2_990)


def test_who_is_gone_for_good_is_paused_at_once(endpoint, receiver, deliver) -> None:
    receiver.answers["/hook"] = reply(status=410)
    ProductFactory.create()
    deliver()
    endpoint.refresh_from_db()
    assert (endpoint.is_paused, endpoint.paused_because) == (True, "gone")
    ProductFactory.create()
    assert not Note.objects.exists()
    assert not deliver()
    assert len(receiver.asked) == 1


def test_who_fails_for_days_is_paused_and_goes_on_where_staff_say_so(
    endpoint, receiver, deliver
) -> None:
    receiver.answers["/hook"] = reply(status=500)
    ProductFactory.create()
    for _ in range(5):
        deliver()
        let_time_pass()
    endpoint.refresh_from_db()
    assert not endpoint.is_paused
    Endpoint.objects.update(failing_since=F("failing_since") - timedelta(days=3))
    deliver()
    endpoint.refresh_from_db()
    assert (endpoint.is_paused, endpoint.paused_because) == (True, "failing")
    receiver.answers["/hook"] = reply()
    let_time_pass()
    deliver()
    assert Message.objects.get().state == State.WAITING
    go_on(endpoint)
    deliver()
    assert Message.objects.get().state == State.TAKEN


def test_a_message_that_nobody_takes_is_given_up_and_can_be_replayed(
    endpoint, receiver, deliver
) -> None:
    receiver.answers["/hook"] = reply(status=400)
    ProductFactory.create()
    for _ in range(12):
        deliver()
        let_time_pass()
    message = Message.objects.get()
    assert (message.state, message.attempts) == (State.GIVEN_UP, 11)
    receiver.answers["/hook"] = reply()
    let_time_pass()
    assert replay(Message.objects.all()) == 1
    deliver()
    message.refresh_from_db()
    assert message.state == State.TAKEN
    assert {receiver.headers(n)["webhook-id"] for n in range(12)} == {message.message_id}
    assert set(receiver.bodies) == {message.body.encode()}


def test_changes_while_a_receiver_is_away_are_told_in_one(endpoint, receiver, deliver) -> None:
    receiver.answers["/hook"] = [reply(status=500), reply()]
    product = ProductFactory.create()
    deliver()  # it rests now
    for name in ("one", "two", "three"):
        product.name = name
        product.save()
        deliver()
    product.price = 99
    product.save()
    deliver()
    assert [row.event for row in Message.objects.order_by("pk")] == [
        "product.created",
        "product.changed",
    ]
    let_time_pass()
    deliver()
    last = next(each for each in received(receiver) if each["type"] == "product.changed")
    assert last["data"]["changed"] == ["name", "price"]
    assert last["data"]["name"] == "three"


def test_one_that_hangs_does_not_keep_the_others_waiting(endpoint, receiver, deliver) -> None:
    others: list[int] = []

    def hang(connection: socket.socket, asked: str) -> bool:
        until = time.monotonic() + 30
        while receiver.paths.count("/hook") < 5 and time.monotonic() < until:
            time.sleep(0.01)
        others.append(receiver.paths.count("/hook"))
        return False

    receiver.answers["/slow"] = hang
    EndpointFactory.create(address=receiver.url("/slow"), events=["product.created"])
    for _ in range(5):
        ProductFactory.create()
    deliver(total_seconds=60)
    assert others == [5]
    assert receiver.paths.count("/slow") == 1


def test_messages_go_nowhere_inside(endpoint, receiver, inside, deliver) -> None:
    """Whatever address staff write: only the receiver's own is allowed here."""
    Endpoint.objects.update(address=inside.url("/hook"))
    ProductFactory.create()
    deliver()
    assert inside.asked == []
    assert "not on the public internet" in Attempt.objects.get().error


def test_after_a_rotation_both_secrets_are_good_for_a_day(endpoint, receiver, deliver) -> None:
    old = endpoint.secret
    rotate(endpoint)
    assert endpoint.secret != old
    send_test(endpoint)
    deliver()
    headers = dict(receiver.headers())
    for secret in (old, endpoint.secret):
        assert Webhook(secret).verify(receiver.bodies[0], headers)["type"] == "test"
    Endpoint.objects.update(old_secret_until=timezone.now())
    send_test(endpoint)
    deliver()
    assert len(receiver.headers()["webhook-signature"].split()) == 1


def test_old_messages_are_forgotten(endpoint, receiver, deliver) -> None:
    for _ in range(2):
        ProductFactory.create()
    deliver()
    old = Message.objects.first()
    Message.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=15))
    assert forget_old_messages() == 1
    assert Attempt.objects.count() == Message.objects.count() == 1
