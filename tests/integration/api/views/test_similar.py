"""Similar items over REST."""

from __future__ import annotations

import pytest

from catalog.models import Category, Product
from embeddings.models import EmbeddingSpace
from tests.factories import RuleFactory

SIMILAR = "products/product-1/similar/"


@pytest.fixture
def embedded(plain_space: EmbeddingSpace, make_product, embed) -> None:
    """Five products: red, a darker red, blue, a sold-out red one and a red draft."""
    make_product("red", price=10)
    make_product("firebrick", price=20)
    make_product("blue", "crimson", price=30)
    make_product("red", price=40, stock=0)
    make_product("red", price=50, is_published=False)
    embed()


def slugs(answer: dict) -> list[str]:
    return [row["product"]["slug"] for row in answer["results"]]


def test_the_most_similar_come_first_with_the_picture_that_matched(get, embedded) -> None:
    answer = get(SIMILAR)

    assert answer.keys() == {"space", "complete", "relaxed", "took_ms", "results"}
    assert (answer["space"], answer["complete"]) == ("hog+lab_color", True)
    assert answer["relaxed"] == []
    assert answer["took_ms"] > 0
    assert sorted(slugs(answer)) == ["product-2", "product-3"]
    scores = [row["score"] for row in answer["results"]]
    assert scores == sorted(scores, reverse=True)
    assert [row["match"] for row in answer["results"]] == [round(100 * s) for s in scores]
    third = next(row for row in answer["results"] if row["product"]["slug"] == "product-3")
    blue, crimson = get("products/product-3/")["images"]
    assert third["image"] == blue
    assert third["matched_image"] == crimson
    assert third["reasons"] == []


def test_sold_out_products_come_only_when_asked_for_and_drafts_never(get, embedded) -> None:
    assert slugs(get(SIMILAR, in_stock="false"))[0] == "product-4"
    assert "product-5" not in slugs(get(SIMILAR, in_stock="false"))
    assert get("products/product-5/similar/", status=404)["code"] == "not_found"


def test_filters_and_limit(get, embedded, category: Category) -> None:
    Category.objects.create(name="Mugs", slug="mugs")

    assert slugs(get(SIMILAR, price_min=25)) == ["product-3"]
    assert slugs(get(SIMILAR, price_max="20.00")) == ["product-2"]
    assert slugs(get(SIMILAR, category="mugs")) == []
    assert len(slugs(get(SIMILAR, category="vases"))) == 2
    assert len(slugs(get(SIMILAR, limit=1))) == 1


def test_min_match_leaves_out_what_is_less_alike(get, embedded) -> None:
    best, second = get(SIMILAR)["results"]

    assert get(SIMILAR, min_match=best["match"])["results"] == [best]
    assert get(SIMILAR, min_match=second["match"])["results"] == [best, second]


def test_while_its_pictures_wait_the_newest_of_its_category_stand_in(
    get, plain_space: EmbeddingSpace, make_product
) -> None:
    make_product("red")
    make_product("blue")
    make_product("green", category=Category.objects.create(name="Mugs", slug="mugs"))
    make_product("teal")

    answer = get(SIMILAR, min_match=50)

    assert answer["complete"] is False
    assert slugs(answer) == ["product-4", "product-2"]
    for row in answer["results"]:
        assert (row["score"], row["match"]) == (None, None)
        assert row["reasons"] == ["category_newest"]


def test_without_any_space_the_newest_stand_in_too(get, make_product) -> None:
    make_product("red")
    make_product("blue")

    answer = get(SIMILAR)

    assert (answer["space"], answer["complete"]) == (None, False)
    assert slugs(answer) == ["product-2"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "-5"),
        ("limit", "49"),
        ("limit", str(10**9)),
        ("min_match", "-1"),
        ("min_match", "101"),
        ("min_match", "NaN"),
        ("price_min", "NaN"),
        ("limit", "1_2"),
        ("offset", "１２"),
        ("min_match", "5_0"),
        ("diversity", "0_1"),
        ("price_within", "1e1"),
        ("category", "nope"),
        ("diversity", "1.5"),
        ("diversity", "NaN"),
        ("weights", "visual"),
        ("attributes", "red"),
        ("attributes", "colour:"),
        ("attributes", "colour:r\0ed"),
        ("offset", "-1"),
        ("offset", str(10**9)),
        ("price_within", "-1"),
        ("relax", "perhaps"),
        ("kind", "mug"),
        ("order", "price"),
        ("nonsense", "1"),
    ],
)
def test_nonsense_is_refused_by_the_name_of_its_parameter(
    refused, make_product, name, value
) -> None:
    make_product()
    assert refused(SIMILAR, **{name: value}).keys() == {name}


@pytest.mark.parametrize("name", ["kind", "order", "words", "but"])
def test_what_is_empty_is_as_if_absent(get, embedded, name: str) -> None:
    absent = get(SIMILAR)
    answer = get(SIMILAR, **{name: ""})
    assert answer | {"took_ms": 0} == absent | {"took_ms": 0}


def test_the_number_of_queries_does_not_grow_with_the_answer(
    get, plain_space: EmbeddingSpace, make_product, embed, django_assert_max_num_queries
) -> None:
    for _ in range(8):
        make_product("red", "blue")
    embed()

    # The product, rules, live space (its version, then itself), its embedded pictures, index or
    # not, nearest, cards of the answer.
    with django_assert_max_num_queries(8) as few:
        assert len(slugs(get(SIMILAR, limit=1))) == 1
    with django_assert_max_num_queries(len(few)):
        assert len(slugs(get(SIMILAR, limit=7))) == 7


def test_other_weights_ask_for_the_same_shape_or_the_same_colour(
    get, plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product("red", shape="ellipse")
    make_product("red", shape="rectangle", slug="same-colour")
    make_product("navy", shape="ellipse", slug="same-shape")
    embed()

    assert slugs(get(SIMILAR, weights="colour:1"))[0] == "same-colour"
    assert slugs(get(SIMILAR, weights="visual:1"))[0] == "same-shape"
    same = get(SIMILAR, weights="visual:1", explain="true")["results"][0]
    assert same["score"] == pytest.approx(same["explanation"]["blocks"]["visual"], abs=2e-3)


def test_a_block_that_this_space_has_not_is_refused_by_name(refused, get, embedded) -> None:
    assert refused(SIMILAR, weights="taste:1") == {"weights": "invalid"}
    (entry,) = get(SIMILAR, status=400, weights="taste:1")["errors"]
    assert "it has colour, visual" in entry["message"]


def test_explain_accounts_for_each_place(get, embedded) -> None:
    answer = get(SIMILAR, explain="true")

    assert answer["removed"] == []
    (asked,) = get("products/product-1/")["images"]
    for row in answer["results"]:
        told = row["explanation"]
        assert told["cosine"] == row["score"]
        assert told["blocks"].keys() == {"visual", "colour"}
        mean = 0.8 * told["blocks"]["visual"] + 0.2 * told["blocks"]["colour"]
        assert mean == pytest.approx(row["score"], abs=3e-3)
        assert told["asked_image"] == asked
        assert told["moved"] is None
    assert "explanation" not in get(SIMILAR)["results"][0]


def test_a_rule_of_the_staff_is_told_in_reasons(get, embedded) -> None:
    blue, crimson = Product.objects.get(slug="product-3"), Product.objects.get(slug="product-2")
    RuleFactory.create(kind="pin", product=blue, position=1)
    RuleFactory.create(kind="hide", product=crimson)

    answer = get(SIMILAR, explain="true")

    assert slugs(answer) == ["product-3"]
    assert answer["results"][0]["reasons"] == ["pinned"]
    assert answer["results"][0]["explanation"]["moved"]["kind"] == "pin"
    assert answer["removed"] == []


def test_what_staff_hid_is_not_named_to_the_public(get, embedded) -> None:
    """Anybody may ask for an account; the staff's own page tells the rest."""
    crimson = Product.objects.get(slug="product-2")
    RuleFactory.create(kind="hide", product=crimson)
    RuleFactory.create(kind="pin", product=Product.objects.get(slug="product-3"), position=1)

    answer = get(SIMILAR, explain="true", brand="Nobody")

    assert [gone["why"] for gone in answer["removed"]] == ["outside of the filters"]
    assert crimson.pk not in [gone["product_id"] for gone in answer["removed"]]


def test_filters_are_given_up_only_when_allowed(get, embedded) -> None:
    assert slugs(get(SIMILAR, brand="Nobody", price_max=25)) == []
    answer = get(SIMILAR, brand="Nobody", price_max=25, relax="true")
    assert answer["relaxed"] == ["brand", "price"]
    assert slugs(answer) == ["product-2", "product-3"]
    assert [row["reasons"] for row in answer["results"]] == [["relaxed:brand"], ["relaxed:price"]]


def test_more_filters(get, embedded) -> None:
    Product.objects.filter(slug="product-3").update(attributes={"colour": ["blue", "crimson"]})

    assert slugs(get(SIMILAR, attributes="colour:crimson")) == ["product-3"]
    assert slugs(get(SIMILAR, price_within=100)) == ["product-2"]


def test_pages_follow_each_other(get, embedded) -> None:
    whole = slugs(get(SIMILAR))
    assert [*slugs(get(SIMILAR, limit=1)), *slugs(get(SIMILAR, limit=1, offset=1))] == whole
    assert slugs(get(SIMILAR, offset=2)) == []
