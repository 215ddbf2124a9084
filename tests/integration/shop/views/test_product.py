"""A product, its variants, and what looks like it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from catalog.attributes.labels import attribute_rows
from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.spaces.measured.kinds import measure_kinds
from recommendations.rows import similar_rows
from shop.products.look_alikes import OTHER_KINDS
from shop.views.product import MAX_VARIANTS
from tests.builders.kinds import category_of, make_kinds
from tests.factories import ProductFactory, RuleFactory


def similar_names(response) -> list[str]:
    return [found.product.name for found in response.context["similar"].results]


def test_what_is_known_of_a_product(client: Client, department, make_product) -> None:
    make_product(
        *("red", "blue"),
        name="Round vase",
        description="One line.\nAnother.",
        brand="Clay",
        price="1249.95",
        stock=2,
        attributes={"size_cm": [10, 12], "colour": "red"},
    )

    response = client.get("/p/product-1/")
    html = response.content.decode()

    assert response.status_code == 200
    assert [name for name, _ in response.context["attributes"]] == ["Colour", "Size cm"]
    for text in ("€1,249.95", "Only 2 left", "Clay", "10, 12", "SKU-1", "One line.<br>Another."):
        assert text in html
    assert html.count("data-thumb") == 2
    assert '<meta property="og:image" content="http://testserver/media/products/' in html
    assert 'href="/c/table/"' in html
    assert '"@type": "Product"' in html


@pytest.mark.parametrize(("stock", "words"), [(0, "Sold out"), (1, "Only 1 left"), (4, "In stock")])
def test_how_many_are_left(client: Client, make_product, stock, words) -> None:
    make_product(stock=stock)

    assert words in client.get("/p/product-1/").content.decode()


def test_a_price_that_nobody_knows_is_left_out(client: Client, make_product) -> None:
    make_product(price=0)

    for address in ("/", "/p/product-1/"):
        html = client.get(address).content.decode()
        assert "€" not in html
        assert '"offers"' not in html


def test_without_pictures_it_still_shows(client: Client, make_product) -> None:
    make_product()

    assert "No picture yet" in client.get("/p/product-1/").content.decode()


@pytest.mark.parametrize("path", ["/p/product-2/", "/p/nothing/", "/p/a%20b/"])
def test_drafts_and_what_never_was_are_not_found(client: Client, make_product, path) -> None:
    make_product()
    make_product(is_published=False)

    assert client.get(path).status_code == 404


def test_similar_items_once_embedded(
    client: Client, plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product("red")
    make_product("blue", shape="rectangle")
    make_product("crimson")
    embed()

    response = client.get("/p/product-1/")

    assert similar_names(response) == ["Product 3", "Product 2"]
    assert "Looks like this" in response.content.decode()
    assert "still being computed" not in response.content.decode()


def test_the_categorys_newest_while_pending(
    client: Client, plain_space: EmbeddingSpace, make_product
) -> None:
    for colour in ("red", "blue", "green"):
        make_product(colour)

    response = client.get("/p/product-1/")
    html = response.content.decode()

    assert similar_names(response) == ["Product 3", "Product 2"]
    assert "New in Vases" in html
    assert "still being computed" in html
    assert "Looks like this" not in html


def test_without_a_picture_nothing_is_promised(
    client: Client, plain_space: EmbeddingSpace, make_product
) -> None:
    make_product()
    make_product("red")

    html = client.get("/p/product-1/").content.decode()

    assert "New in Vases" in html
    assert "still being computed" not in html


def test_alone_in_the_shop_it_promises_nothing(
    client: Client, plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product("red")
    embed()

    assert 'id="similar"' not in client.get("/p/product-1/").content.decode()


def test_the_published_rest_of_its_family(client: Client, make_product) -> None:
    make_product("red", family="F")
    make_product(family="F", name="Without picture")
    make_product("green", family="F", is_published=False)
    make_product("black", family="other")

    response = client.get("/p/product-1/")

    assert [p.slug for p in response.context["variants"]] == ["product-1", "product-2"]
    assert "Also in" in response.content.decode()
    assert "Also in" not in client.get("/p/product-4/").content.decode()


def test_all_its_variants_are_there_and_say_which_are_sold_out(
    client: Client, make_product
) -> None:
    for n in range(15):
        make_product(name=f"Mug {n:02}", family="mug", stock=0 if n == 3 else 5)

    response = client.get("/p/product-14/")
    html = response.content.decode()

    assert [each.name for each in response.context["variants"]] == [
        f"Mug {n:02}" for n in range(15)
    ]
    assert re.findall(r'aria-current="page"[^>]*title="([^"]*)"', html) == ["Mug 13"]
    assert re.findall(r'class="sold-out"[^>]*title="([^"]*)"', html) == ["Mug 03 · Sold out"]


def test_a_family_without_end_is_cut_but_holds_the_product(client: Client, make_product) -> None:
    make_product(name="Mug Z", family="mug")
    Product.objects.bulk_create(
        ProductFactory.build(
            number=n + 2, name=f"Mug A{n}", family="mug", category=Product.objects.get().category
        )
        for n in range(MAX_VARIANTS)
    )

    variants = client.get("/p/product-1/").context["variants"]

    assert len(variants) == MAX_VARIANTS
    assert variants[-1].name == "Mug Z"


def test_a_description_in_html_is_shown_as_such_and_as_text_elsewhere(
    client: Client, make_product
) -> None:
    make_product(description="<p>Lamp <b>nice</b><script>x()</script></p><ul><li>oak &amp; ash")

    html = client.get("/p/product-1/").content.decode()
    api = client.get("/api/v1/products/product-1/").json()

    assert "<p>Lamp <b>nice</b></p><ul><li>oak &amp; ash</li></ul>" in html
    assert 'name="description" content="Lamp nice oak &amp; ash"' in html
    assert '"description": "Lamp nice\\noak \\u0026 ash"' in html
    assert api["description"] == "Lamp nice\noak & ash"
    assert api["description_html"] == "<p>Lamp <b>nice</b></p><ul><li>oak &amp; ash</li></ul>"


def test_the_number_of_queries_does_not_grow(
    client: Client,
    plain_space: EmbeddingSpace,
    make_product,
    embed,
    django_assert_num_queries,
) -> None:
    for _ in range(4):
        make_product("red", "blue", family="F")
        make_product("red")
    embed()
    client.get("/p/product-2/")

    # Product, the state, its pictures, the live space's version, rules, its embedded pictures,
    # nearest, cards of the answer, looks; for a family the variants in two. Categories are kept.
    with django_assert_num_queries(9):
        client.get("/p/product-2/")
    with django_assert_num_queries(11):
        client.get("/p/product-1/")


@pytest.mark.parametrize(
    ("attributes", "rows"),
    [
        ({}, []),
        ([], []),
        ("text", []),
        (None, []),
        ({"care": "", "size": None, "sizes": []}, []),
        ({"vegan": True, "n": 0}, [("N", "0"), ("Vegan", "yes")]),
        ({"": "x", "_": {"deep": 1}}, [("", "x"), ("", "{'deep': 1}")]),
    ],
)
def test_whatever_an_import_put_into_the_attributes(attributes, rows) -> None:
    assert attribute_rows(attributes) == rows


@pytest.mark.django_db(transaction=True)
def test_the_same_look_in_other_things_has_a_row_of_its_own(client: Client) -> None:
    shop = make_kinds()
    measure_kinds(shop.space)
    mugs = shop.of("mugs")
    product = Product.objects.get(pk=mugs[0])

    response = client.get(f"/p/{product.slug}/")
    html = response.content.decode()

    shown = [found.product_id for found in response.context["similar"].results]
    others = [found.product_id for found in response.context["other_kinds"]]
    assert set(shown) == set(mugs[1:])
    assert len(others) == OTHER_KINDS
    assert not {*shown, *others} & {mugs[0]}
    assert not set(others) & set(mugs)
    assert html.index("Looks like this") < html.index("The same look in other things")

    # Staff's own choice stays where they put it, though it is of another kind.
    RuleFactory.create(kind="pin", product_id=others[0], position=1)
    pinned = client.get(f"/p/{product.slug}/").context
    assert pinned["similar"].results[0].product_id == others[0]
    assert others[0] not in [found.product_id for found in pinned["other_kinds"]]


@pytest.mark.django_db(transaction=True)
def test_a_first_row_full_of_one_kind_is_followed_by_others() -> None:
    shop = make_kinds(noise=0.2)
    measure_kinds(shop.space)
    own = Product.objects.get(pk=shop.of("hats")[0])
    rows = similar_rows(own, other_kinds=6)
    assert {each.product_id for each in rows.similar.results} == set(shop.of("hats")[1:])
    others = [each.product_id for each in rows.other_kinds]
    assert len(set(others)) == 6
    assert not set(others) & set(shop.of("hats"))


@pytest.mark.django_db(transaction=True)
def test_without_trust_in_its_categories_a_page_has_one_row(client: Client) -> None:
    shop = make_kinds()
    Product.objects.update(category=category_of("mugs"))
    measure_kinds(shop.space)
    response = client.get(f"/p/{Product.objects.get(pk=shop.products[0]).slug}/")
    assert len(response.context["similar"].results) == 12
    assert response.context["other_kinds"] == []
    assert "The same look in other things" not in response.content.decode()
