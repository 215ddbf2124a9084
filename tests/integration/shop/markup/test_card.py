"""Cards: what they say of a product, and nothing that turns into markup."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from django.template import Context, Template
from django.utils import translation

from catalog.product_cards import CardVariant, read_cards
from shop.markup.card import CardMarkup


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_what_a_card_says(make_product) -> None:
    product = make_product("red", name="Vase <b>", brand="B & C", price=1234, stock=0)
    (card,) = read_cards([product.pk])

    html = CardMarkup().draw(card, image=card.cover, match=81)

    assert text(html) == "Sold out Match 81% Vase &lt;b&gt; B &amp; C €1,234.00"
    assert '<h3 class="card-name" dir="auto"><a href="/p/product-1/">' in html
    with translation.override("de"):
        assert text(CardMarkup().draw(card, image=None)).startswith("V Ausverkauft Vase")
        assert 'href="/de/p/product-1/"' in CardMarkup().draw(card, image=None)
    assert text(CardMarkup().draw(replace(card, price=Decimal(0), stock=2), image=None)).endswith(
        "B &amp; C"
    )


def test_variants_stand_below(make_product) -> None:
    (card,) = read_cards([make_product().pk])
    variants = (
        CardVariant(2, "red", '"Red"', True, None, ""),
        CardVariant(3, "blue", "Blue", False, None, "en"),
    )
    card = replace(card, variants=variants, variants_total=7)

    html = CardMarkup().draw(card, image=None)

    assert 'aria-label="7 variants"' in html
    assert '<a href="/p/red/" dir="auto" title="&quot;Red&quot;">' in html
    assert '<a href="/p/blue/" dir="auto" lang="en" title="Blue" class="sold-out">' in html
    assert '<li class="more" aria-hidden="true">+5</li>' in html


def test_tags_of_templates(make_product) -> None:
    (card,) = read_cards([make_product("red", name="Vase").pk])

    def drawn(tag: str) -> str:
        return Template("{% load shop %}" + tag).render(Context({"cards": [card]}))

    assert f'src="{card.cover.url_at(480)}"' in drawn("{% cards cards %}")
    items = [(card, "old")]
    html = Template("{% load shop %}{% saved_cards items %}").render(Context({"items": items}))
    assert 'data-remove="old" hidden aria-label="Remove Vase"' in html
