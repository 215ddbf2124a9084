"""Blind tests in the admin: begun, answered without a hint, closed, told."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from evaluation.blind.models import BlindTest, BlindVote
from tests.builders.graded_catalogue import Item, make_catalogue
from tests.builders.spaces import make_space, store_vectors
from tests.builders.vectors import random_rows
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def spaces():
    rows = random_rows(8, 16, seed=7)
    images = make_catalogue([Item([row.tolist()]) for row in rows])
    made = make_space("careful", 16), make_space("daring", 16)
    for space, seed in zip(made, (7, 8), strict=True):
        store_vectors(space, images, random_rows(8, 16, seed=seed))
    return made


def test_from_the_beginning_to_the_result(admin_client: Client, spaces) -> None:
    first, second = spaces
    sent = {"first": first.pk, "second": second.pk, "questions": 3}
    page = admin_client.post(reverse("admin:evaluation_blindtest_add"), sent, follow=True)
    test = BlindTest.objects.get()
    vote = reverse("admin:evaluation_blindtest_vote", args=[test.pk])
    for number in (1, 2, 3):
        content = page.content.decode().partition('<form method="post"')[2]
        shown = page.context["question"]
        assert shown.number == number
        # Neither names nor ids of spaces, nor scores, nor how it stands.
        assert not re.search(r"careful|daring|cosine|match", content)
        page = admin_client.post(vote, {"question": number, "side": "left"}, follow=True)
    text = page.content.decode()
    assert "You have answered all questions." in text
    assert "is preferred" not in text
    assert "interval" not in text
    back = admin_client.get(
        f"{reverse('admin:evaluation_blindtest_change', args=[test.pk])}?question=2"
    )
    assert back.context["question"].number == 2

    close = reverse("admin:evaluation_blindtest_close", args=[test.pk])
    assert admin_client.get(close).status_code == 405
    text = admin_client.post(close, follow=True).content.decode()
    assert "They cannot be told apart" in text
    assert "95 % interval" in text
    assert "3 votes by 1 person." in text
    page = admin_client.post(vote, {"question": 1, "side": "left"}, follow=True)
    assert "The test is closed" in page.content.decode()
    assert (
        "closed"
        in admin_client.get(reverse("admin:evaluation_blindtest_changelist")).content.decode()
    )


def test_what_cannot_be_begun_is_told(admin_client: Client, spaces) -> None:
    first, second = spaces
    address = reverse("admin:evaluation_blindtest_add")
    building = make_space("new", 4, state="building")
    for sent, words in (
        ({"second": first.pk}, "Choose two different spaces."),
        ({"second": building.pk}, "Select a valid choice"),
        ({"second": second.pk, "questions": 0}, "greater than or equal to 1"),
        ({"second": second.pk, "questions": 10**6}, "less than or equal to 100"),
    ):
        values = {"first": first.pk, "questions": 3, **sent}
        assert words in admin_client.post(address, values).content.decode(), sent
    assert not BlindTest.objects.exists()
    gone = reverse("admin:evaluation_blindtest_change", args=[404])
    assert "no such test" in admin_client.get(gone, follow=True).content.decode()


def test_rights_to_begin_to_vote_and_to_close(admin_client: Client, client: Client, spaces) -> None:
    first, second = spaces
    sent = {"first": first.pk, "second": second.pk, "questions": 2}
    admin_client.post(reverse("admin:evaluation_blindtest_add"), sent)
    test = BlindTest.objects.get()
    looks = ("view_blindtest", "view_judgement", "view_product")
    for number, (rights, see, begin, vote, close) in enumerate(
        [
            ((), 403, 403, 403, 403),
            (looks, 200, 403, 403, 403),
            ((*looks, "add_judgement"), 200, 403, 302, 403),
            ((*looks, "add_blindtest"), 200, 200, 403, 403),
            ((*looks, "change_blindtest"), 200, 403, 403, 302),
        ]
    ):
        client.force_login(StaffFactory.create(username=f"staff{number}", permissions=rights))
        pages = {
            name: reverse(f"admin:evaluation_blindtest_{name}", args=[test.pk])
            for name in ("change", "vote", "close")
        }
        assert client.get(pages["change"]).status_code == see
        assert client.get(reverse("admin:evaluation_blindtest_add")).status_code == begin
        voted = client.post(pages["vote"], {"question": 1, "side": "equal"})
        assert voted.status_code == vote
        assert client.post(pages["close"]).status_code == close
    assert BlindVote.objects.count() == 1
