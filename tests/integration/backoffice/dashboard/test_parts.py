"""The dashboard says how the shop is, to each as far as they may see it, in whatever state."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.sessions.models import StaffSession
from backoffice.dashboard import page
from backoffice.dashboard.parts.pictures import PICTURES
from backoffice.dashboard.parts.products import PRODUCTS
from embeddings.failures import FILE_MISSING
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.worker.state import QUEUES, beat
from monitoring.models import Backup, GradeSample, Sample, UnansweredSearch
from tests.integration.backoffice.dashboard.conftest import parts_of

pytestmark = pytest.mark.django_db

SEES = {
    "products": "view_product",
    "pictures": "view_imageembedding",
    "failed": "view_importrun",
    "space": "view_embeddingspace",
    "searches": "view_unansweredsearch",
    "system": "view_system",
}


@pytest.mark.parametrize(("part", "permission"), SEES.items())
def test_each_part_is_for_those_who_may_see_it(
    dashboard, plain_space, make_product, part: str, permission: str
) -> None:
    make_product("red")
    assert {"to_do", part} <= dashboard(permission).keys() <= {"to_do", part, "failed", "pictures"}


def test_without_rights_there_is_only_what_all_staff_are_told(dashboard, plain_space) -> None:
    found = dashboard()
    assert found.keys() == {"to_do"}
    assert "No worker is running" in found["to_do"]
    assert "backup" not in found["to_do"].lower()


def test_strangers_are_sent_to_the_log_in(client: Client) -> None:
    for name in ("parts", "searches"):
        assert "/login/" in client.get(reverse(f"dashboard:{name}"))["Location"]


def test_an_empty_shop_leads_on(dashboard) -> None:
    found = dashboard("view_product", "add_product", "add_importrun")
    assert "The shop is empty." in found["products"]
    assert "Import a catalogue" in found["products"]
    assert "Add a product" in found["products"]
    assert "Add a category" not in found["products"], "they may not"


def test_a_shop_in_figures(dashboard, plain_space: EmbeddingSpace, make_product) -> None:
    make_product("red", "blue", "teal")
    make_product(is_published=False)
    ImageEmbedding.objects.filter(pk=ImageEmbedding.objects.first().pk).update(
        state="failed", error=FILE_MISSING
    )
    found = dashboard("view_product", "view_category", "view_imageembedding")
    assert "2 products 1 without pictures 1 unpublished 0 categories" in found["products"]
    assert "0 ready 2 waiting 1 failed" in found["pictures"]
    assert "oldest waiting" in found["pictures"]
    assert "1 picture The picture's file is missing" in found["failed"].replace("&#x27;", "'")
    assert "Retry" not in found["failed"], "that is another right"


def test_numbers_of_the_list_are_those_of_the_dashboard(admin_client: Client, make_product) -> None:
    make_product()
    make_product(is_published=False)
    for address, number in (("?embedding=none", 2), ("?is_published__exact=0", 1)):
        found = admin_client.get(reverse("admin:catalog_product_changelist") + address)
        assert found.context["cl"].result_count == number


def test_charts_have_their_figures_as_tables(dashboard, plain_space: EmbeddingSpace) -> None:
    now = timezone.now()
    for hours, pending in ((3, 40), (2, 1_234), (1, 5)):
        Sample.objects.create(at=now - timedelta(hours=hours), pending=pending, embedded=None)
    for night, mean in ((2, 0.41), (1, 0.47)):
        GradeSample.objects.create(
            space=plain_space,
            graded_at=now - timedelta(days=night),
            figures={"category": {"mean": mean, "lower": 0.3, "upper": 0.6}},
        )
    UnansweredSearch.objects.create(words="hammock", day=timezone.localdate(), times=3)
    found = dashboard("view_imageembedding", "view_embeddingspace", "view_unansweredsearch")
    assert "1,234" in found["pictures"]
    assert "0.470" in found["space"]
    assert "0.410" in found["space"]
    assert "hammock 3 today" in found["searches"]


def test_no_live_space_is_said(dashboard, make_product) -> None:
    make_product("red")
    found = dashboard("view_embeddingspace", "view_imageembedding")
    assert "No embedding space is live" in found["space"]
    assert "no embedding space is live" in found["to_do"]


def test_a_backup_is_never_good_by_default(dashboard, plain_space) -> None:
    beat(list(QUEUES))
    found = dashboard("view_system")
    assert "No backup is known" in found["to_do"]
    assert "backup look No backup is known" in found["system"]


def test_an_old_backup_is_told(client: Client, admin_client: Client) -> None:
    backup = Backup.objects.create(made_at=timezone.now() - timedelta(days=3), name="a", bytes=9)
    html = admin_client.get(reverse("dashboard:parts")).content.decode()
    assert "backup look The last one was made 3 days ago" in parts_of(html)["system"].replace(
        "\xa0", " "
    )
    Backup.objects.filter(pk=backup.pk).update(made_at=timezone.now())
    html = admin_client.get(reverse("dashboard:parts")).content.decode()
    assert "backup good" in parts_of(html)["system"]


@pytest.mark.django_db(transaction=True)
def test_a_read_only_database_is_told_and_the_page_works(admin_client: Client) -> None:
    admin_client.get(reverse("admin:index"))
    session = admin_client.session
    session["noted_at"] = 0  # more than a minute ago
    session.save()
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        html = admin_client.get(reverse("admin:index")).content.decode()
        saving = admin_client.post(reverse("dashboard:forget_search"), {"words": "a"})
        cursor.execute("SET default_transaction_read_only = off")
    assert "The database is read-only" in parts_of(html)["to_do"]
    assert "The shop is empty" in parts_of(html)["products"]
    assert saving.status_code == 503, "what would change something is to be tried again"


def test_looking_again_keeps_no_session_alive(admin_client: Client) -> None:
    admin_client.get(reverse("admin:index"))
    seen = StaffSession.objects.get().seen_at
    session = admin_client.session
    session["noted_at"] -= 120
    session.save()
    admin_client.get(reverse("dashboard:parts"), headers={"X-Looks-By-Itself": "1"})
    assert StaffSession.objects.get().seen_at == seen
    admin_client.get(reverse("admin:index"))
    assert StaffSession.objects.get().seen_at > seen


def test_with_redis_away_the_rest_is_told(
    dashboard, plain_space: EmbeddingSpace, make_product, settings, dead_folder
) -> None:
    make_product("red")
    path = dead_folder() / "redis.sock"
    settings.REDIS_URL, settings.CACHE_URL = f"redis+socket://{path}", f"unix://{path}"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": settings.CACHE_URL}}
    found = dashboard("view_product", "view_imageembedding", "view_system")
    assert "Broker: cannot be reached" in found["to_do"]
    assert "beat sends nothing" not in found["to_do"], "nobody knows"
    assert "1 product " in found["products"]
    assert "1 waiting" in found["pictures"]


def test_a_part_that_takes_too_long_leaves_the_others(
    dashboard, plain_space, make_product, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product("red")

    def slow(shop: object) -> dict[str, object]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")
        return {}

    monkeypatch.setattr(page, "PART_TIMEOUT_MS", 50)
    monkeypatch.setattr(page, "PARTS", (replace(PRODUCTS, read=slow), PICTURES))
    found = dashboard("view_product", "view_imageembedding")
    assert "cannot be read at the moment" in found["products"]
    assert "1 waiting" in found["pictures"]


def test_what_several_parts_say_is_read_once(
    admin_client: Client, plain_space: EmbeddingSpace, make_product
) -> None:
    make_product("red")
    admin_client.get(reverse("dashboard:parts"))
    with CaptureQueriesContext(connection) as asked:
        admin_client.get(reverse("dashboard:parts"))
    read = [each["sql"].partition(" FROM ")[2] for each in asked.captured_queries]
    assert sum(each.startswith('"monitoring_backup"') for each in read) == 1
    # Each of two checks asks for itself, as /readyz does; all parts have one more between them.
    assert sum(each.startswith('"embeddings_embeddingspace"') for each in read) == 3


def test_the_page_of_one_app_is_not_the_dashboard(admin_client: Client) -> None:
    html = admin_client.get(reverse("admin:app_list", args=["catalog"])).content.decode()
    assert "data-part" not in html
