"""The notices on every page of the admin."""

from __future__ import annotations

import pytest
import redis
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from backoffice.templatetags.embedding_notices import embedding_notices
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.worker.state import QUEUES, beat, report_problem


@pytest.fixture
def notices(admin_user):
    """What staff are told now."""
    return lambda: [str(notice) for notice in embedding_notices(admin_user)]


@pytest.fixture
def at_work(plain_space: EmbeddingSpace):
    """A live space, and a worker that says it is there."""
    beat(list(QUEUES))
    return plain_space


def test_nothing_is_said_when_all_is_well(at_work, notices) -> None:
    assert notices() == []


def test_no_live_space_is_said(db, notices) -> None:
    assert notices() == ["Pictures are not compared yet: no embedding space is live."]


def test_the_live_space_has_its_note(at_work, notices) -> None:
    EmbeddingSpace.objects.update(note="Compared by shape and colour alone.")

    assert notices() == ["Compared by shape and colour alone."]


def test_a_worker_s_problem_is_said(at_work, notices) -> None:
    report_problem("The weights of resnet50 are damaged.")

    assert notices() == ["The weights of resnet50 are damaged."]


def test_no_worker_is_said(plain_space: EmbeddingSpace, notices) -> None:
    assert notices() == ["No worker is running: new pictures wait until one is started."]


def test_failed_pictures_are_counted_and_linked(
    at_work, notices, make_product, client: Client, admin_user
) -> None:
    make_product("red", "blue")
    ImageEmbedding.objects.update(state="failed", error="…")

    (notice,) = notices()

    assert notice.startswith("2 pictures could not be compared.")
    address = reverse("admin:embeddings_imageembedding_changelist")
    assert f"{address}?state__exact=failed&amp;space__id__exact={at_work.pk}" in notice


def test_they_cost_two_queries(
    at_work, notices, admin_user, make_product, django_assert_num_queries
) -> None:
    make_product("red")
    with django_assert_num_queries(2):
        notices()


def test_a_cache_that_is_away_breaks_nothing(
    plain_space: EmbeddingSpace, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args, **options):
        raise redis.ConnectionError

    monkeypatch.setattr(cache, "get_many", away)

    page = admin_client.get(reverse("admin:index"))

    assert page.status_code == 200
    assert "No worker" not in page.content.decode()


def test_they_are_on_every_page_but_not_for_strangers(
    admin_client: Client, client: Client, db
) -> None:
    said = "no embedding space is live"

    for name in ("index", "catalog_product_changelist", "catalog_product_add"):
        assert said in admin_client.get(reverse(f"admin:{name}")).content.decode()
    client.logout()
    assert said not in client.get(reverse("admin:login")).content.decode()


def test_a_note_cannot_carry_markup(at_work, admin_client: Client) -> None:
    EmbeddingSpace.objects.update(note="<script>alert(1)</script>")

    assert "<script>alert" not in admin_client.get(reverse("admin:index")).content.decode()
