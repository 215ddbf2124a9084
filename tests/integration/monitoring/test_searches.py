"""Searches without results are counted by folded words and day, bounded, and forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from monitoring.models import UnansweredSearch
from monitoring.searches.counting import count_unanswered
from monitoring.searches.folding import fold
from monitoring.searches.keeping import forget_old_searches, keep_counted
from monitoring.searches.reading import count_by_day, forget_words, read_unanswered
from web.rate_limits import LIMITS

pytestmark = pytest.mark.django_db


def kept() -> dict[str, int]:
    """What stands in the table once a worker has looked."""
    keep_counted()
    return {row.words: row.times for row in UnansweredSearch.objects.all()}


def searched(client: Client, address: str, **asked: str) -> None:
    assert client.get(reverse(address), asked).status_code == 200


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  Crème   BRÛLÉE!! ", "creme brulee"),
        ("Straße", "strasse"),
        ('"oak" -pine', "oak -pine"),
        ("1000 piece puzzle", "1000 piece puzzle"),
        ("jane@example.org", ""),
        ("call 030 123 45 67", ""),
        ("https://example.org/a", ""),
        ("?!", ""),
        ("word " * 40, ""),
    ],
)
def test_words_are_folded_and_what_may_be_personal_is_dropped(typed, words) -> None:
    assert fold(typed) == words


def test_shop_and_api_count_what_found_nothing(client: Client, make_product) -> None:
    make_product(name="Blue vase")
    searched(client, "shop:search", q="Hammock")
    searched(client, "shop:search", q="HAMMOCK ")
    searched(client, "api:products", search="hammock")
    searched(client, "shop:search", q="vase")
    searched(client, "shop:search", q="")
    searched(client, "api:products", search="vase")
    assert kept() == {"hammock": 3}
    searched(client, "shop:search", q="hammock")
    assert kept() == {"hammock": 4}, "a later minute adds to the day"


def test_filters_that_left_nothing_and_looking_ahead_do_not_count(
    client: Client, make_product
) -> None:
    make_product(name="Blue vase", brand="Kiln")
    searched(client, "api:products", search="vase", brand="Oven")
    ahead = client.get(
        reverse("shop:search"), {"q": "hammock"}, headers={"Sec-Purpose": "prefetch;prerender"}
    )
    assert ahead.status_code == 200
    client.head(reverse("shop:search"), {"q": "hammock"})
    assert kept() == {}


def test_one_visitor_counts_for_so_many_searches_only(client: Client, settings) -> None:
    settings.VITRINE_RATE_LIMITS = True
    for number in range(LIMITS["unanswered"].requests + 3):
        searched(client, "shop:search", q=f"nothing{number}")
    assert len(kept()) == LIMITS["unanswered"].requests


def test_a_flood_fills_neither_the_cache_nor_the_table(settings) -> None:
    settings.VITRINE_SEARCHES_KEPT_PER_DAY = 10
    counted = [count_unanswered(f"flood {letter}") for letter in "abcdefghijklmnop"]
    assert sum(counted) == 10
    assert len(kept()) == 10
    assert count_unanswered("hammock")
    assert "hammock" not in kept()
    assert count_unanswered("flood a")
    assert kept()["flood a"] == 2, "known words are still counted"


def test_a_cache_that_is_away_costs_the_shopper_nothing(
    client: Client, settings, dead_folder
) -> None:
    settings.CACHE_URL = f"unix://{dead_folder() / 'cache.sock'}"
    searched(client, "shop:search", q="hammock")


def test_staff_see_how_often_and_when_and_may_forget() -> None:
    today = timezone.localdate()
    for words, ago, times in (
        ("hammock", 0, 2),
        ("hammock", 3, 5),
        ("stool", 1, 3),
        ("old", 40, 9),
    ):
        UnansweredSearch.objects.create(words=words, day=today - timedelta(days=ago), times=times)
    first, second = read_unanswered(days=30, most=10)
    assert (first.words, first.times, first.days, first.last) == ("hammock", 7, 2, today)
    assert second.words == "stool"
    assert [times for _, times in count_by_day(days=4)] == [5, 0, 3, 2]
    assert forget_words("hammock") == 2
    assert [each.words for each in read_unanswered(days=90, most=10)] == ["old", "stool"]


def test_old_searches_are_forgotten() -> None:
    today = timezone.localdate()
    for ago in (0, 89, 90, 200):
        UnansweredSearch.objects.create(words=f"{ago}", day=today - timedelta(days=ago), times=1)
    assert forget_old_searches() == 2
    assert set(UnansweredSearch.objects.values_list("words", flat=True)) == {"0", "89"}


def test_a_shop_that_wants_none_keeps_none(client: Client, settings) -> None:
    settings.VITRINE_SEARCHES_KEPT_DAYS = 0
    searched(client, "shop:search", q="hammock")
    assert kept() == {}
