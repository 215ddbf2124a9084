"""More like these, less like those, over REST."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from embeddings.models import EmbeddingSpace
from tests.integration.api.conftest import ROOT


@pytest.fixture
def post(db) -> Callable[..., dict]:
    def call(body: object, *, status: int = 200) -> dict:
        address = ROOT + "recommendations/"
        response = Client().post(address, body, content_type="application/json")
        assert response.status_code == status, response.content
        return response.json()

    return call


@pytest.fixture
def embedded(plain_space: EmbeddingSpace, make_product, embed) -> None:
    for slug, colour, shape in (
        ("red-round", "red", "ellipse"),
        ("crimson-round", "crimson", "ellipse"),
        ("navy-round", "navy", "ellipse"),
        ("red-box", "red", "rectangle"),
        ("navy-box", "navy", "rectangle"),
    ):
        make_product(colour, shape=shape, slug=slug)
    make_product("red", slug="draft", is_published=False)
    embed()


def slugs(answer: dict) -> list[str]:
    return [row["product"]["slug"] for row in answer["results"]]


def test_more_like_these(post, embedded) -> None:
    answer = post({"positive": ["red-round"]})
    assert answer.keys() == {"space", "complete", "relaxed", "took_ms", "results"}
    assert slugs(answer)[0] == "crimson-round"
    assert "red-round" not in slugs(answer)
    assert len(slugs(answer)) == 4


def test_less_like_those_moves_them_down(post, embedded) -> None:
    liked = post({"positive": ["red-round"]})
    both = post({"positive": ["red-round"], "negative": ["navy-round"]})
    assert slugs(liked).index("red-box") > 0
    assert slugs(both) == ["crimson-round", "red-box", "navy-box"]


def test_disliked_examples_alone_give_the_least_like_them(post, embedded) -> None:
    answer = post({"negative": ["red-round"]})
    assert slugs(answer)[0] == "navy-box"
    assert slugs(answer)[-1] == "crimson-round"
    scores = [row["score"] for row in answer["results"]]
    assert scores == sorted(scores, reverse=True)


def test_filters_hold(post, embedded) -> None:
    assert slugs(post({"positive": ["red-round"], "price_min": 4, "limit": 1})) == ["red-box"]


def test_while_no_example_is_embedded_the_newest_stand_in(
    post, plain_space: EmbeddingSpace, make_product
) -> None:
    make_product("red")
    make_product("blue")
    answer = post({"positive": ["product-1"]})
    assert (answer["complete"], slugs(answer)) == (False, ["product-2"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "positive"),
        ({"positive": [], "negative": []}, "positive"),
        ({"positive": "red-round"}, "positive"),
        ({"positive": ["nobody"]}, "positive.0"),
        ({"positive": ["draft"]}, "positive.0"),
        ({"positive": ["red-round"] * 21}, "positive"),
        ({"positive": ["red-round"], "negative": ["red-round"]}, "negative"),
        ({"positive": ["red-round"], "taste": "good"}, "taste"),
        ({"positive": ["red-round"], "limit": 10**9}, "limit"),
        ({"positive": [{"slug": "red-round"}]}, "positive.0"),
        ({"positive": ["\0"]}, "positive.0"),
        ({"positive": ["red-round"], "category": "\0"}, "category"),
        ([], ""),
        ('"red-round"', ""),
    ],
)
def test_nonsense_is_refused_by_name(post, embedded, body, field) -> None:
    answer = post(body, status=400)
    assert answer["code"] == "invalid"
    assert field in {entry["field"] for entry in answer["errors"]}


@pytest.mark.parametrize(
    "body",
    [
        "{not json",
        "[" * 60_000,
        '{"positive":' * 5_000,
        r'{"positive": ["\ud800"]}',
        r'{"weights": "\ud800:1"}',
        r'{"\ud800": 1}',
        '{"positive": ["red-round"], "diversity": NaN}',
    ],
)
def test_what_is_no_json_is_refused(post, body) -> None:
    response = Client().post(ROOT + "recommendations/", body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["code"] == "bad_request"
