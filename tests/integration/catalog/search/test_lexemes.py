"""Words as the text search knows them, and what is said of a product."""

from __future__ import annotations

import pytest

from catalog.attribute_values import attribute_values
from catalog.models import Category
from catalog.search.lexemes import MAX_WORDS, lexemes_of, read_typed
from catalog.search.product_words import read_said
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db


def test_accents_endings_and_little_words_go() -> None:
    assert lexemes_of(["The Cafés", "", "crème brûlée Straße"]) == [
        ["cafe"],
        [],
        ["brule", "creme", "strass"],
    ]


def test_typed_words_keep_what_was_typed() -> None:
    typed = {word.text: word.lexemes for word in read_typed("  Blue T-shirts the & Blue ")}
    assert list(typed) == ["Blue", "T-shirts", "the"]
    assert typed["Blue"] == {"blue"}
    assert "shirt" in typed["T-shirts"]
    assert not typed["the"]
    assert len(read_typed(" ".join(map(str, range(1_000))))) == MAX_WORDS


def test_all_that_is_said_of_a_product() -> None:
    home = Category.objects.create(name="At home", slug="home")
    vases = Category.objects.create(name="Vases", slug="vases", parent=home)
    product = ProductFactory.create(
        name="Alba",
        brand="Norrsken",
        category=vases,
        family="A",
        description="Goes with blue curtains " + "x" * 300,
        attributes={"colour": "red|white", "handmade": True, "waterproof": False, "size": 12},
    )
    (said,) = read_said([product.pk])
    assert (said.group, said.category_id) == ("A", vases.pk)
    full = {word for word, weight in said.words.items() if weight == 1}
    assert {"alba", "norrsken", "vase", "home", "red", "white", "handmad", "12"} <= full
    assert said.words["curtain"] < 1
    assert all(len(word) <= 100 for word in said.words)
    assert "waterproof" not in said.words
    assert ("colour", "white") in said.values


@pytest.mark.parametrize("odd", [None, [], "red", {"colour": None}, {"": "x"}, {"a": {"b": 1}}])
def test_odd_attributes_say_nothing(odd: object) -> None:
    assert attribute_values(odd) == frozenset()
