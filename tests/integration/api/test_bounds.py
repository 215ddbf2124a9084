"""A small request is a cheap request: every list and every refusal has an end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from django.test import Client

from api.errors import MAX_ERRORS
from api.parsers import MAX_JSON_BYTES
from tests.integration.api.conftest import ROOT

MAX_ANSWER_BYTES = 20_000
MAX_CALLS = 100_000  # about 50 ms; an entry that is validated costs some hundreds


@contextmanager
def counted_calls() -> Iterator[Callable[[], int]]:
    """How many functions of Python were called, which no busy machine changes."""
    count = 0

    def see(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(see)
    try:
        yield lambda: count
    finally:
        sys.setprofile(None)


@pytest.fixture(autouse=True)
def _all_is_imported(db: None) -> None:
    """The first request of a process imports much, which is no cost of that request."""
    Client().post(ROOT + "recommendations/", {}, content_type="application/json")


def post(body: object, *, status: int = 400):
    with counted_calls() as calls:
        response = Client().post(ROOT + "recommendations/", body, content_type="application/json")
    assert calls() < MAX_CALLS
    assert response.status_code == status, response.content[:500]
    assert len(response.content) < MAX_ANSWER_BYTES
    return response.json()


@pytest.mark.parametrize("field", ["positive", "negative"])
def test_a_long_list_is_refused_before_its_entries_are_looked_at(
    db, field, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        answer = post({field: [f"nobody-{n}" for n in range(4_000)]})

    (entry,) = answer["errors"]
    assert (entry["field"], entry["code"]) == (field, "max_length")


def test_the_examples_are_looked_up_together_and_what_is_missing_among_old_addresses(
    db, make_product, django_assert_num_queries
) -> None:
    make_product()
    liked = ["product-1", *(f"nobody-{n}" for n in range(9))]

    with django_assert_num_queries(4):
        answer = post({"positive": liked, "negative": ["nobody"] * 20})

    assert {entry["code"] for entry in answer["errors"]} == {"does_not_exist"}
    assert answer["errors"][0]["field"] == "positive.1"


def test_an_example_too_long_for_a_slug_is_not_looked_up(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        answer = post({"positive": ["a" * 60_000]})

    assert answer["errors"][0]["field"] == "positive.0"


@pytest.mark.parametrize(
    "body",
    [
        {f"taste-{n}": "good" for n in range(3_000)},
        {"taste" * 5_000: 1},
        {"positive": [{"slug": "a"}] * 2_000},
        {"positive": [["a"]] * 20, "negative": [{}] * 20},
        {"category": "a" * 50_000},
        {"weights": "visual:1," * 5_000},
        {"weights": f"{'taste' * 5_000}:-1"},
        {"attributes": "colour:red," * 4_000},
        {"brand": "b" * 20_000, "limit": "9" * 4_000, "price_min": "9" * 30_000},
        {"in_stock": ["a"] * 10_000},
    ],
)
def test_no_refusal_is_longer_than_it_is_useful(db, body) -> None:
    answer = post(body)

    assert 0 < len(answer["errors"]) <= MAX_ERRORS


def test_more_json_than_any_call_needs_is_refused(db) -> None:
    body = json.dumps({"positive": ["a" * MAX_JSON_BYTES]})

    assert post(body, status=413)["code"] == "too_large"


@pytest.mark.parametrize(
    ("name", "text"),
    [("weights", "visual:1" + ",visual:1" * 20), ("attributes", "a:b" + ",a:b" * 130)],
)
def test_a_text_is_bounded_before_it_is_split(refused, name, text) -> None:
    assert refused("products/a/similar/", **{name: text}) == {name: "max_length"}
