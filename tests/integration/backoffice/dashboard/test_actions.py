"""What the dashboard's buttons do, and for whom."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.feeds.models import Feed
from embeddings.failures import FILE_MISSING
from embeddings.models import EmbeddingSpace, ImageEmbedding
from monitoring.models import UnansweredSearch
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(plain_space: EmbeddingSpace, make_product) -> ImageEmbedding:
    """One of two pictures that failed for the same reason."""
    make_product("red", "blue")
    ImageEmbedding.objects.update(state="failed", error=FILE_MISSING)
    return ImageEmbedding.objects.first()


@pytest.fixture
def feed(db: None) -> Feed:
    return Feed.objects.create(name="Supplier", address="https://example.org/a", error="away")


@pytest.fixture
def staff(client: Client):
    """Log somebody in who may do so much: staff("view_feed")."""
    return lambda *permissions: client.force_login(StaffFactory.create(permissions=permissions))


def test_retry_puts_all_of_a_reason_into_the_queue(client: Client, failed, staff) -> None:
    staff("change_productimage")
    address = reverse("dashboard:retry", args=[failed.pk])
    assert client.get(address).status_code == 405
    answer = client.post(address, headers={"Accept": "text/plain"})
    assert answer.content.decode() == "2 pictures are in the queue again."
    assert ImageEmbedding.objects.pending().count() == 2
    without_script = client.post(address, follow=True)
    assert "Nothing to retry: they have not failed." in without_script.content.decode()


def test_retry_and_fetch_have_rights_of_their_own(client: Client, failed, feed, staff) -> None:
    staff("view_imageembedding", "view_feed", "view_unansweredsearch", "view_system")
    for name, args in (("retry", [failed.pk]), ("fetch_feed", [feed.pk]), ("forget_search", [])):
        assert client.post(reverse(f"dashboard:{name}", args=args)).status_code == 403
    assert ImageEmbedding.objects.failed().count() == 2
    html = client.get(reverse("dashboard:parts")).content.decode()
    assert "away" in html
    assert "formaction" not in html


def test_a_feed_that_failed_is_fetched_again(client: Client, feed, staff) -> None:
    staff("change_feed")
    assert (
        reverse("dashboard:fetch_feed", args=[feed.pk])
        in client.get(reverse("dashboard:parts")).content.decode()
    )
    client.post(reverse("dashboard:fetch_feed", args=[feed.pk]))
    feed.refresh_from_db()
    assert feed.next_at <= timezone.now()


def test_searches_are_listed_and_forgotten(client: Client, staff) -> None:
    today = timezone.localdate()
    UnansweredSearch.objects.create(words="<b>jane doe</b>", day=today, times=2)
    staff("view_unansweredsearch", "delete_unansweredsearch")
    page = client.get(reverse("dashboard:searches"), {"days": "7; DROP"})
    assert "&lt;b&gt;jane doe&lt;/b&gt;" in page.content.decode()
    assert page.context["days"] == 30
    client.post(reverse("dashboard:forget_search"), {"words": "<b>jane doe</b>"})
    assert not UnansweredSearch.objects.exists()


def test_searches_are_for_those_who_may_see_them(client: Client, staff) -> None:
    staff("view_product")
    assert client.get(reverse("dashboard:searches")).status_code == 403
    assert reverse("dashboard:searches") not in client.get(reverse("admin:index")).content.decode()


def questions(client: Client) -> list[str]:
    """What the dashboard asks the database, without what begins, bounds and ends."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("dashboard:parts")).status_code == 200
    of_care = ("SAVEPOINT", "RELEASE", "SET LOCAL")
    return [each["sql"] for each in asked if not each["sql"].startswith(of_care)]


def test_the_dashboard_costs_as_many_statements_with_more_rows(
    admin_client: Client, plain_space, make_product
) -> None:
    make_product("red")
    few = questions(admin_client)
    for number in range(6):
        make_product("teal", "gold")
        UnansweredSearch.objects.create(words=f"{number}", day=timezone.localdate(), times=1)
    ImageEmbedding.objects.update(state="failed", error=FILE_MISSING)
    more = questions(admin_client)
    assert len(more) <= len(few) <= 50
