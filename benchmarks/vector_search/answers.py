"""The whole answer on a product page, under filters that leave all, 10 %, 1 % and 0.1 %."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from benchmarks.data.catalogue import category_of_share, leaf_of, price_of
from benchmarks.data.shop import Shop
from benchmarks.vector_search.exact_search import best_by_product
from benchmarks.vector_search.rounds import Subject
from catalog.models import Product
from catalog.product_filter import ProductFilter
from recommendations.conf import conf
from recommendations.request.question import SearchOptions
from recommendations.similar import similar_products

EVERY = 12
SHARES = (0.1, 0.01, 0.001)
CHECKED = 20  # answers compared with the true ones; each takes NumPy seconds among a million
_ROUNDING = 1e-5


def answer_subjects(shop: Shop, *, questions: int) -> list[Subject]:
    """similar_products() for random products, one subject for each filter."""
    products = _asked(shop, questions)
    exact = {product.pk: _scores_of_all(shop, product) for product in products[:CHECKED]}
    return [_subject(products, exact, *filtered) for filtered in _filters(shop.products)]


def staged_subjects(shop: Shop, *, questions: int) -> list[Subject]:
    """The same where the space has learnt: by score, and with the stages that follow the search.

    With the floors of the space, as a product page asks.
    """
    products = _asked(shop, questions)
    category = ProductFilter(category_ids=(category_of_share(0.1).pk,))
    price = _priced(price_of(np.arange(shop.products), products=shop.products), share=0.1)
    return [
        _asking(name, products, options)
        for name, options in (
            ("by score", SearchOptions(by_score=True)),
            ("reordered, kinds first", SearchOptions()),
            ("the same, other kinds beside", SearchOptions(other_kinds=6)),
            ("by score, category 0", SearchOptions(by_score=True, filters=category)),
            ("reordered, kinds first, category 0", SearchOptions(filters=category)),
            ("reordered, kinds first, price, 10.0%", SearchOptions(filters=price)),
        )
    ]


def _asking(name: str, products: list[Product], options: SearchOptions) -> Subject:
    shown = [len(similar_products(product, options).results) for product in products[:CHECKED]]
    return Subject(
        name,
        lambda product: similar_products(product, options),
        products,
        [f"{np.mean(shown):.1f}"],
    )


def _asked(shop: Shop, questions: int) -> list[Product]:
    random = np.random.default_rng(4)
    numbers = random.choice(shop.products, questions, replace=False)
    found = Product.objects.in_bulk([int(number) + 1 for number in numbers])
    return [found[int(number) + 1] for number in numbers]


def _filters(products: int) -> Iterator[tuple[str, ProductFilter, npt.NDArray[np.bool_]]]:
    """Name, filter, and which products by number are eligible."""
    numbers = np.arange(products)
    yield "no filter", ProductFilter(), np.ones(products, dtype=bool)
    for share in (1, *SHARES):
        inside = leaf_of(numbers, products=products) % round(1 / share) == 0
        yield (
            f"category, {share:.1%}",
            ProductFilter(category_ids=(category_of_share(share).pk,)),
            inside,
        )
    prices = price_of(numbers, products=products).round(2)
    for share in SHARES:
        filters = _priced(prices, share=share)
        low, high = float(filters.price_min or 0), float(filters.price_max or 0)
        yield f"price, {share:.1%}", filters, (prices >= low) & (prices <= high)


def _priced(prices: npt.NDArray[np.float64], *, share: float) -> ProductFilter:
    """A band in the middle that holds such a share of the prices."""
    low, high = (Decimal(f"{price:.2f}") for price in np.quantile(prices, [0.4, 0.4 + share]))
    return ProductFilter(price_min=low, price_max=high)


def _subject(
    products: list[Product],
    exact: dict[int, np.ndarray],
    name: str,
    filters: ProductFilter,
    inside: np.ndarray,
) -> Subject:
    # Without the floor: where few products are eligible, most of them are not alike.
    options = SearchOptions(limit=EVERY, filters=filters, min_match=0)

    def ask(product: Product):  # type: ignore[no-untyped-def]
        return similar_products(product, options)

    shares, complete = [], 0
    for product in products[:CHECKED]:
        right = np.sort(exact[product.pk][inside])[::-1][:EVERY]
        right = right[np.isfinite(right)]
        scores = np.array([similar.score for similar in ask(product).results])
        complete += len(scores) == len(right)
        # Whoever is as near as the last of the right ones is right.
        shares.append((scores >= right[-1] - _ROUNDING).sum() / len(right))
    notes = [f"{np.mean(shares):.3f}", f"{complete} of {CHECKED}"]
    return Subject(name, ask, products, notes)


def _scores_of_all(shop: Shop, product: Product) -> np.ndarray:
    """Each product's best pair with this one; itself is out of the question: (products,)."""
    number = product.pk - 1
    rows = np.flatnonzero(shop.owners == number)[: conf.MAX_QUERY_PICTURES]
    asked = np.asarray(shop.visible.vectors[rows], dtype=np.float32)
    scores = best_by_product(shop.visible.vectors, shop.owners, asked, products=shop.products)
    scores[number] = -np.inf
    return scores
