"""The demo assortment: enough of it, well-formed, and the same every time."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from demo.catalogue import DemoProduct, demo_categories, demo_products
from demo.catalogue.palette import COLOURWAYS
from demo.catalogue.patterns.tiles import PATTERNS
from demo.catalogue.products import _assortment
from demo.catalogue.shapes import SHAPES
from demo.catalogue.words import PATTERN_PHRASES


@pytest.fixture(scope="module")
def products() -> list[DemoProduct]:
    return demo_products()


def test_there_is_enough_to_browse(products: list[DemoProduct]) -> None:
    per_category = Counter(product.category_slug for product in products)

    assert 240 <= len(products) <= 400
    assert len(per_category) >= 8
    assert min(per_category.values()) >= 12


def test_the_shop_is_mixed_from_its_first_products_to_its_newest(
    products: list[DemoProduct],
) -> None:
    for dozen in (products[:12], products[-12:]):
        assert len({product.category_slug for product in dozen}) >= 6
        assert len({product.family for product in dozen}) == 12


def test_parents_come_before_their_children() -> None:
    seen: set[str] = set()
    for category in demo_categories():
        assert category.parent_slug is None or category.parent_slug in seen
        assert category.slug not in seen
        seen.add(category.slug)


def test_products_stand_in_categories_without_sub_categories(products: list[DemoProduct]) -> None:
    parents = {category.parent_slug for category in demo_categories()}
    leaves = {category.slug for category in demo_categories()} - parents

    assert {product.category_slug for product in products} == leaves


@pytest.mark.parametrize("field", ["sku", "slug", "name", "design"])
def test_is_unique(products: list[DemoProduct], field: str) -> None:
    counts = Counter(getattr(product, field) for product in products)

    assert [value for value, count in counts.items() if count > 1] == []


def test_slugs_fit_an_address(products: list[DemoProduct]) -> None:
    for product in products:
        assert product.slug.isascii()
        assert set(product.slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert "--" not in product.slug
        assert len(product.slug) <= 80


def test_every_product_is_fully_described(products: list[DemoProduct]) -> None:
    for product in products:
        assert 100 <= len(product.description) <= 400, product.name
        assert product.attributes["colour"] in product.description
        assert all(product.attributes.values())
        assert product.price > 0
        assert product.price == product.price.quantize(Decimal("0.01"))
        assert product.brand


def test_a_few_are_sold_out(products: list[DemoProduct]) -> None:
    sold_out = sum(product.stock == 0 for product in products)

    assert 5 <= sold_out <= len(products) // 8


def test_families_share_shape_and_pattern_but_not_colour(products: list[DemoProduct]) -> None:
    families = defaultdict(list)
    for product in products:
        families[product.family].append(product)

    for members in families.values():
        colours = [member.design.colour for member in members]
        assert len({(member.design.shape, member.design.pattern) for member in members}) == 1
        assert len(set(colours)) == len(colours) >= 3


def test_a_design_is_one_family(products: list[DemoProduct]) -> None:
    families = defaultdict(set)
    for product in products:
        families[product.design.shape, product.design.pattern].add(product.family)

    assert {look: codes for look, codes in families.items() if len(codes) > 1} == {}


def test_each_shape_and_pattern_comes_more_than_once(products: list[DemoProduct]) -> None:
    shapes = Counter(product.design.shape for product in products)
    patterns = Counter(product.design.pattern for product in products)

    assert set(shapes) == set(SHAPES)
    assert set(patterns) == set(PATTERNS) == {*PATTERN_PHRASES, "plain"}
    assert min(shapes.values()) >= 3
    assert min(patterns.values()) >= 6
    assert {product.design.colour for product in products} == set(COLOURWAYS)


def test_many_products_have_several_pictures(products: list[DemoProduct]) -> None:
    several = [product for product in products if len(product.pictures) > 1]

    assert len(several) >= len(products) // 2
    for product in products:
        views = [picture.view for picture in product.pictures]
        assert views[0] == "front"
        assert len(set(views)) == len(views)
        assert len({picture.alt for picture in product.pictures}) == len(views)


def test_the_assortment_never_changes(products: list[DemoProduct]) -> None:
    _assortment.cache_clear()

    assert demo_products() == products
