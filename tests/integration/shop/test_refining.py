"""Look-alikes refined by an address: by examples, by what counts, and why one stands there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from recommendations.request.refinement import own_colour_share
from shop.products.refining import MAX_EXAMPLES, Refining
from tests.factories import RuleFactory


@pytest.fixture
def shop(plain_space: EmbeddingSpace, make_product, embed) -> EmbeddingSpace:
    """Reds and blues, round and square."""
    for colour, shape in (
        ("red", "ellipse"),  # product-1, which is looked at
        ("crimson", "ellipse"),
        ("red", "rectangle"),
        ("blue", "ellipse"),
        ("navy", "rectangle"),
        ("blue", "rectangle"),
    ):
        make_product(colour, shape=shape)
    embed()
    return plain_space


def shown(client: Client, **asked: str) -> list[str]:
    response = client.get("/p/product-1/", asked)
    assert response.status_code == 200
    return [each.product.slug for each in response.context["similar"].results]


def test_more_and_less_like_what_is_shown(client: Client, shop) -> None:
    plain = shown(client)
    assert plain[0] == "product-2"

    # Beside a red round one also a blue square one: what has something of both.
    both = shown(client, more="product-6")
    assert not {"product-1", "product-6"} & set(both)
    assert set(both[:2]) == {"product-3", "product-4"}

    assert shown(client, less="product-2")[0] != "product-2"
    page = client.get("/p/product-1/", {"more": "product-6", "less": "product-2"})
    html = page.content.decode()
    assert "More like Product 6" in html
    assert "Less like Product 2" in html
    assert 'content="noindex, follow"' in html
    # Each can be taken back, and others added to both.
    assert 'href="/p/product-1/?less=product-2#similar"' in html
    assert 'href="/p/product-1/?more=product-6,product-5&amp;less=product-2#similar"' in html


def test_from_shape_to_colour(client: Client, shop) -> None:
    assert own_colour_share(shop) is not None
    by_shape, by_colour = shown(client, colour="0"), shown(client, colour="100")
    assert set(by_shape[:2]) == {"product-2", "product-4"}
    assert set(by_colour[:2]) == {"product-2", "product-3"}
    html = client.get("/p/product-1/", {"colour": "100", "more": "product-6"}).content.decode()
    assert re.search(r'<input id="balance" type="range"[^>]* value="100"', html)
    assert '<input type="hidden" name="more" value="product-6">' in html
    # As the shop has it is no address of its own.
    assert not client.get("/p/product-1/", {"colour": own_colour_share(shop)}).context["refining"]


NONSENSE = (
    {"more": "nothing,product-1,\0,'\"><b>"},
    {"less": "x" * 9_000},
    {"more": "product-2", "less": "product-2"},
    {"colour": "101"},
    {"colour": "²"},
    {"colour": "9" * 5_000},
    {"more": ",".join(f"product-{n}" for n in range(400))},
)


def test_nonsense_in_an_address_breaks_nothing(client: Client, shop) -> None:
    for asked in NONSENSE:
        response = client.get("/p/product-1/", asked)
        assert response.status_code == 200, asked
        assert "<b>" not in response.content.decode(), asked
        assert len(response.context["refining"].more) <= MAX_EXAMPLES


def test_what_staff_hide_beside_a_product_stays_hidden(client: Client, shop) -> None:
    hidden = Product.objects.get(slug="product-3")
    RuleFactory.create(
        kind="hide", product=hidden, beside_product=Product.objects.get(slug="product-1")
    )
    assert "product-3" not in shown(client, more="product-6")


def test_an_address_keeps_what_was_asked_before() -> None:
    asked = Refining.read({"but": "colour:blue", "more": "a,b", "colour": "30"})
    assert asked.less_like("b").query == "?but=colour%3Ablue&more=a&less=b&colour=30"
    assert asked.others == {"but": "colour:blue", "more": "a,b"}
    assert not Refining.read({"but": "", "more": "", "less": "", "colour": ""})


def test_why_shows_the_two_pictures_that_met(client: Client, shop, make_product, embed) -> None:
    make_product("white", "crimson", name="Two pictures")
    embed()
    html = client.get("/p/product-1/why/product-7/").content.decode()
    matched = Product.objects.get(slug="product-7").images.last()
    assert matched.url_at(480) in html
    assert "Shape and pattern" in html
    assert "Colours" in html
    assert 'content="noindex, nofollow"' in html

    waiting = make_product("green", name="Not embedded")
    assert "not compared yet" in client.get(f"/p/product-1/why/{waiting.slug}/").content.decode()
    for path in ("/p/product-1/why/product-1/", "/p/product-1/why/nothing/"):
        assert client.get(path).status_code == 404


def test_sold_out_says_first_what_there_is_instead(client: Client, shop) -> None:
    assert 'id="instead"' not in client.get("/p/product-1/").content.decode()
    Product.objects.filter(slug="product-1").update(stock=0)
    html = client.get("/p/product-1/").content.decode()
    instead = html[html.index('id="instead"') : html.index('class="attributes"')]
    assert re.findall(r'href="/p/([\w-]+)/"', instead)[0] == "product-2"
