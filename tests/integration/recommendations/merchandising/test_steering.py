"""The staff's rules over several pages: none moves a product between one page and the next."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.models import Category, Product
from catalog.product_filter import ProductFilter
from embeddings.models import EmbeddingSpace
from recommendations.request.question import SearchOptions
from recommendations.similar import similar_products
from tests.factories import RuleFactory

pytestmark = pytest.mark.django_db(transaction=True)


def ids_of(answer) -> list[int]:
    return [similar.product.pk for similar in answer.results]


def leaf(product: Product, *, size: int = 5, pages: int = 6, **options) -> list[int]:
    """The ids of pages one after the other."""
    wishes = [SearchOptions(limit=size, offset=size * n, **options) for n in range(pages)]
    return [pk for each in wishes for pk in ids_of(similar_products(product, each))]


@pytest.mark.parametrize("kind", ["pin", "boost", "bury"])
def test_a_rule_about_what_only_wider_filters_bring_moves_no_page(random_catalogue, kind) -> None:
    random_catalogue(120)
    product = Product.objects.get(sku="S0")
    filters = ProductFilter(brands=("Alba",))
    strict = ids_of(similar_products(product, SearchOptions(limit=48, filters=filters)))
    whole = similar_products(product, SearchOptions(limit=48, filters=filters, relax=True))
    far = ids_of(whole)[len(strict) + 3]
    values = {"position": 1} if kind == "pin" else {"strength": 50}
    RuleFactory.create(kind=kind, product_id=far, **values)

    shown = leaf(product, filters=filters, relax=True, pages=8)

    assert len(shown) == len(set(shown)) == 40
    assert shown[: len(strict)] == strict


@pytest.mark.parametrize("options", [{"diversity": 0.5}, {}])
def test_what_the_page_does_not_need_is_not_given_up(random_catalogue, options) -> None:
    random_catalogue(120)
    product = Product.objects.get(sku="S0")
    RuleFactory.create(kind="pin", product_id=Product.objects.get(sku="S10").pk, position=2)
    filters = ProductFilter(brands=("Alba",), price_max=Decimal(60))
    strict = ids_of(similar_products(product, SearchOptions(limit=48, filters=filters)))

    wishes = SearchOptions(limit=len(strict), filters=filters, relax=True, **options)
    answer = similar_products(product, wishes)

    assert (answer.relaxed, set(ids_of(answer))) == ([], set(strict))


def test_each_of_two_variants_that_rules_bring_is_compared(random_catalogue) -> None:
    random_catalogue(120)
    product = Product.objects.get(sku="S0")
    a, b = Product.objects.filter(sku__in=["S37", "S45"])  # of one family
    near = {
        pk: similar_products(
            product, SearchOptions(filters=ProductFilter(price_min=p, price_max=p))
        )
        .results[0]
        .score
        for pk, p in ((a.pk, a.price), (b.pk, b.price))
    }
    farther = min(near, key=lambda pk: near[pk])
    for pk in near:
        position = 1 if pk == farther else 2
        RuleFactory.create(
            kind="pin",
            product_id=pk,
            position=position,
            beside_product=(product if pk == farther else None),
        )

    first = similar_products(product, SearchOptions(limit=2)).results[0]

    assert first.product.pk == farther
    assert first.score == pytest.approx(near[farther])


def test_rules_hold_on_all_pages_of_the_newest(plain_space: EmbeddingSpace, make_product) -> None:
    asked, *others = [make_product() for _ in range(13)]
    oldest, older, middle, *_ = others
    RuleFactory.create(kind="pin", product=oldest, position=2)
    RuleFactory.create(kind="boost", product=older, strength=10)
    RuleFactory.create(kind="bury", product=middle, strength=10)

    shown = leaf(asked, size=3, pages=4)

    newest = [product.pk for product in reversed(others[3:])]
    assert shown == [older.pk, oldest.pk, *newest, middle.pk]


def test_a_pin_from_another_category_stands_among_the_newest(
    plain_space: EmbeddingSpace, make_product
) -> None:
    mugs = Category.objects.create(name="Mugs", slug="mugs")
    asked, other = make_product(), make_product()
    mug, boosted = make_product(category=mugs), make_product(category=mugs)
    RuleFactory.create(kind="pin", product=mug, position=1)
    RuleFactory.create(kind="boost", product=boosted, strength=10)

    answer = similar_products(asked, SearchOptions(explain=True))

    assert ids_of(answer) == [mug.pk, other.pk]
    assert answer.removed == []
