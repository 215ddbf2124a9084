"""Asking in words: beside a product, in its place, and when there is nothing to ask with."""

from __future__ import annotations

import random

import pytest
from django.test import Client

from catalog.models import Product
from embeddings.models import EmbeddingSpace, WordMap
from embeddings.tasks import tend_spaces
from embeddings.words.fitting import fit_words
from tests.builders.worded_shop import draw_pictures, make_worded_shop, stock_worded_shop
from tests.integration.api.conftest import ROOT

SIMILAR = "products/tray-red-2/similar/"


@pytest.fixture
def worded(db) -> EmbeddingSpace:
    """Sixty trays and plates in six colours, and their words learnt."""
    space = stock_worded_shop()
    fit_words(space)
    return space


def slugs(answer: dict) -> list[str]:
    return [row["product"]["slug"] for row in answer["results"]]


def post(path: str, body: dict, *, status: int = 200) -> dict:
    response = Client().post(ROOT + path, body, content_type="application/json")
    assert response.status_code == status, response.content
    return response.json()


def test_from_pictures_and_texts_to_an_answer(get, plain_space: EmbeddingSpace, embed) -> None:
    """By the shop's own doors: pictures taken in, embedded, words learnt, graded, and asked."""
    draw_pictures(make_worded_shop())
    embed()
    tend_spaces.apply()

    answer = post("recommendations/", {"words": "blue plates", "limit": 5})

    assert all(slug.startswith("plate-blue") for slug in slugs(answer))


def test_words_alone_find_what_they_say(get, worded) -> None:
    answer = post("recommendations/", {"words": "a blue plate", "limit": 5})

    assert all(slug.startswith("plate-blue") for slug in slugs(answer))
    heard = answer["words"]
    assert (heard["known"], heard["unknown"], heard["but"]) == (["blue", "plate"], [], {})
    assert heard["blocks"].keys() == {"visual", "colour"}
    assert sum(heard["blocks"].values()) == pytest.approx(1, abs=0.01)


def test_a_product_in_another_colour(get, worded) -> None:
    """The colour goes, the kind stays."""
    assert all("red" in slug for slug in slugs(get(SIMILAR, limit=4)))
    for asked in ({"but": "colour:blue"}, {"words": "Blue"}, {"but": " COLOUR : Blue "}):
        found = get(SIMILAR, limit=4, **asked)
        assert all(slug.startswith("tray-blue") for slug in slugs(found)), asked
        assert found["complete"]
        matches = [row["match"] for row in found["results"]]
        assert min(matches) > 20
    assert get(SIMILAR, but="colour:blue")["words"]["but"] == {"colour": "blue"}


def test_a_colour_word_speaks_of_the_colour_more_than_a_kind_does(get, worded) -> None:
    colour = get(SIMILAR, words="green")["words"]["blocks"]["colour"]
    kind = get(SIMILAR, words="plate")["words"]["blocks"]["colour"]
    assert colour > 2 * kind


def test_several_wishes_in_either_spelling(get, worded) -> None:
    once = get(SIMILAR, but="colour:blue", words="plate", limit=3)
    assert all(slug.startswith("plate-blue") for slug in slugs(once))
    twice = get(SIMILAR, but=["colour:blue", ""], words="plate", limit=3)
    assert slugs(twice) == slugs(once)


def test_an_answer_is_never_empty_for_its_words(get, worded) -> None:
    assert len(slugs(get(SIMILAR, words="plate", but="colour:green", limit=48))) == 48


def test_unknown_words_are_said_to_be_so(get, worded) -> None:
    heard = get(SIMILAR, words="blue zorblax the")["words"]
    assert (heard["known"], heard["unknown"]) == (["blue"], ["zorblax"])
    answer = get(SIMILAR, words="zorblax", status=400)
    assert answer["code"] == "unknown_words"
    assert "zorblax" in answer["message"]
    assert answer["errors"][0]["field"] == "words"


@pytest.mark.parametrize("value", ["colour:bleu", "weight:blue", "size:s"])
def test_a_value_that_pictures_do_not_show_is_refused(get, worded, value: str) -> None:
    """Nobody has it, or its pictures look like all others."""
    answer = get(SIMILAR, but=value, status=400)
    assert answer["code"] == "value_not_shown"
    assert value in answer["message"]


def test_what_makes_no_sense_is_refused(refused, worded) -> None:
    assert refused(SIMILAR, words="x" * 10_000) == {"words": "max_length"}
    assert refused(SIMILAR, words="blue\0") == {"words": "null_characters_not_allowed"}
    assert refused(SIMILAR, but="colour:bl\0ue") == {"but": "null_characters_not_allowed"}
    assert refused(SIMILAR, but="blue") == {"but": "invalid"}
    assert refused(SIMILAR, but="colour:") == {"but": "invalid"}
    assert refused(SIMILAR, but="colour:blue,colour:red") == {"but": "invalid"}
    assert refused(SIMILAR, but="c:" + "x" * 10_000) == {"but": "max_length"}


def test_what_is_empty_is_as_if_absent(get, worded) -> None:
    plain = get(SIMILAR)
    assert "words" not in plain
    for empty in ({"words": ""}, {"words": "  "}, {"but": ""}, {"words": "", "but": " "}):
        answer = get(SIMILAR, **empty)
        assert slugs(answer) == slugs(plain)
        assert "words" not in answer
    assert post("recommendations/", {"words": ""}, status=400)["code"] == "invalid"


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE catalog_product; --", "%s %(x)s", "a & !b | (", "\\"]
)
def test_words_are_words_whatever_they_look_like(get, worded, text: str) -> None:
    answer = get(SIMILAR, words=f"blue {text}")
    assert "blue" in answer["words"]["known"]
    assert Product.objects.count() == 60


def test_weights_explanations_and_pages_hold_beside_words(get, worded) -> None:
    asked = {"but": "colour:blue", "weights": "visual:1,colour:1", "explain": "true"}
    first = get(SIMILAR, limit=6, **asked)
    second = get(SIMILAR, limit=6, offset=6, **asked)
    assert slugs(get(SIMILAR, limit=12, **asked)) == slugs(first) + slugs(second)
    explained = first["results"][0]["explanation"]
    assert explained["blocks"].keys() == {"visual", "colour"}
    assert explained["asked_image"] == get("products/tray-red-2/")["images"][0]


def test_examples_and_words_together(get, worded) -> None:
    body = {"positive": ["tray-red-2"], "but": "colour:green", "limit": 3}
    assert all(slug.startswith("tray-green") for slug in slugs(post("recommendations/", body)))


def test_before_words_are_learnt_the_refusal_says_so(get, plain_space, make_product, embed) -> None:
    make_product("red")
    embed()
    answer = get("products/product-1/similar/", words="red", status=409)
    assert answer["code"] == "words_unavailable"
    assert post("recommendations/", {"words": "red"}, status=409)["code"] == "words_unavailable"


def test_shuffled_words_are_refused(get, worded) -> None:
    """Texts that belong to other products teach nothing, and nobody is answered by them."""
    products = list(Product.objects.order_by("pk"))
    texts = [(p.name, p.attributes, p.category_id) for p in products]
    random.Random(3).shuffle(texts)
    for product, (name, attributes, category) in zip(products, texts, strict=True):
        product.name, product.attributes, product.category_id = name, attributes, category
        product.save()
    assert WordMap.objects.get().is_accepted

    fit_words(worded)

    kept = WordMap.objects.get()
    assert not kept.is_accepted
    assert kept.grade["lower"] < 0.05
    answer = get(SIMILAR, words="blue", status=409)
    assert answer["code"] == "words_unavailable"
    assert "chance" in answer["message"]
