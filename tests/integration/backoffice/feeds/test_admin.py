"""Feeds are set up in the admin, fetched when staff say so, and lead to their imports."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.feeds.models import Feed
from tests.factories import ImportRunFactory, StaffFactory

pytestmark = pytest.mark.django_db

LIST = "admin:catalog_feed_changelist"
FORM = {
    **{"name": "Acme", "address": "https://acme.example/feed.xml", "format": "google"},
    **{"hour": "4", "is_active": "on", "most_leaving_percent": "10", "most_price_factor": "2"},
}


def test_a_feed_is_set_up(admin_client: Client) -> None:
    answer = admin_client.post(reverse("admin:catalog_feed_add"), FORM)
    assert answer.status_code == 302
    feed = Feed.objects.get()
    assert (feed.format, feed.hour, feed.most_leaving_percent) == ("google", 4, 10)


@pytest.mark.parametrize(
    ("field", "value"), [("format", "word"), ("address", "file:///etc/passwd"), ("hour", "24")]
)
def test_nonsense_is_refused_beside_its_field(admin_client: Client, field, value) -> None:
    page = admin_client.post(reverse("admin:catalog_feed_add"), {**FORM, field: value})
    assert field in page.context["adminform"].form.errors
    assert not Feed.objects.exists()


def test_selected_feeds_are_fetched_soon(admin_client: Client) -> None:
    feed = Feed.objects.create(name="Acme", address="https://acme.example/")
    idle = Feed.objects.create(name="Idle", address="https://idle.example/", is_active=False)
    page = admin_client.post(
        reverse(LIST),
        {"action": "fetch_selected", "_selected_action": [feed.pk, idle.pk]},
        follow=True,
    )
    assert "1 feed is fetched within a minute." in page.content.decode()
    feed.refresh_from_db()
    idle.refresh_from_db()
    assert feed.next_at <= timezone.now()
    assert idle.next_at is None


def test_viewers_cannot_have_it_fetched(client: Client) -> None:
    feed = Feed.objects.create(name="Acme", address="https://acme.example/")
    client.force_login(StaffFactory.create(permissions=["view_feed"]))
    sent = {"action": "fetch_selected", "_selected_action": [feed.pk]}
    client.post(reverse(LIST), sent)
    feed.refresh_from_db()
    assert feed.next_at is None


def test_what_the_brake_stopped_says_why_and_goes_on_when_told(admin_client: Client) -> None:
    feed = Feed.objects.create(name="Acme", address="https://acme.example/")
    run = ImportRunFactory.create(feed=feed, error="9 of 10 products would leave the shop.")
    listed = admin_client.get(reverse(LIST)).content.decode()
    address = reverse("admin:catalog_importrun_change", args=[run.pk])
    assert f'<a href="{address}"><span class="badge badge-checked">' in listed
    page = admin_client.get(address).content.decode()
    assert "9 of 10 products would leave the shop." in page
    assert "Import it all the same" in page
    admin_client.post(reverse("admin:catalog_importrun_apply", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "applying"
