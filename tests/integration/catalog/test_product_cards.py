"""Cards: what lists show, as plain values."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from catalog.models import Category, Product
from catalog.product_cards import CardCategory, read_cards, read_pictures


def test_a_card_says_what_its_product_says(make_product, category: Category) -> None:
    product = make_product("red", "blue", brand="Ada", family="F", price=Decimal("9.90"))
    product.images.filter(position=1).update(alt="From behind")

    (card,) = read_cards([product.pk])

    assert (card.pk, card.slug, card.sku) == (product.pk, product.slug, product.sku)
    assert (card.name, card.brand, card.family) == (product.name, "Ada", "F")
    assert (card.price, card.stock) == (Decimal("9.90"), 5)
    assert card.category == CardCategory(category.pk, "vases", "Vases")
    assert [picture.description for picture in card.pictures] == [product.name, "From behind"]
    for picture, image in zip(card.pictures, product.images.all(), strict=True):
        assert (picture.pk, picture.width, picture.height) == (image.pk, image.width, image.height)
        assert (picture.url, picture.url_at(480)) == (image.url, image.url_at(480))
    assert card.cover == card.pictures[0]
    assert card.picture(card.pictures[1].pk) == card.pictures[1]
    assert card.picture(None) is None


def test_cards_come_in_the_order_asked_for_without_what_is_deleted(make_product) -> None:
    first, gone, last = (make_product().pk for _ in range(3))
    Product.objects.filter(pk=gone).delete()

    assert [card.pk for card in read_cards([last, gone, first])] == [last, first]
    assert [card.pk for card in Product.objects.order_by("-pk").cards()] == [last, first]


def test_a_product_without_pictures_has_no_cover(make_product) -> None:
    (card,) = read_cards([make_product().pk])
    assert (card.pictures, card.cover) == ((), None)


def test_a_card_cannot_be_changed(make_product) -> None:
    (card,) = read_cards([make_product("red").pk])
    with pytest.raises(FrozenInstanceError):
        card.name = "Another"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        card.pictures[0].width = 1  # type: ignore[misc]


def test_however_many_cards_take_one_statement(make_product, django_assert_num_queries) -> None:
    ids = [make_product("red", "blue").pk for _ in range(4)]
    with django_assert_num_queries(1):
        for card in read_cards(ids):
            assert card.category.name
            assert len(card.pictures) == 2
    with django_assert_num_queries(0):
        assert (read_cards([]), read_pictures([])) == ([], {})
