"""What "similar" means to a shopper, for a product and for a photo."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from catalog.models import Product, ProductImage
from catalog.querysets import ProductQuerySet
from embeddings.models import EmbeddingSpace, ImageEmbedding
from recommendations.filters import Filters
from recommendations.match import match_of
from recommendations.nearest import Near, nearest_products

DEFAULT_LIMIT = 12
MAX_LIMIT = 48
# A product is asked with its first pictures: each costs a search of its own.
MAX_QUERY_PICTURES = 4

CATEGORY_NEWEST = "category_newest"


@dataclass(frozen=True)
class Similar:
    """One product in an answer, with the picture that brought it there."""

    product: Product
    score: float | None
    """The cosine with what was asked, -1 to 1; None where nothing was compared."""
    matched_image: ProductImage | None
    reasons: list[str] = field(default_factory=list)

    @property
    def match(self) -> int | None:
        """The score as a shopper reads it, 0 to 100; None where nothing was compared."""
        return None if self.score is None else match_of(self.score)


@dataclass(frozen=True)
class Answer:
    """Products that look like what was asked, the most similar first."""

    results: list[Similar]
    space: EmbeddingSpace | None
    took_ms: float
    fallback: str = ""
    """What stands in where nothing could be compared: CATEGORY_NEWEST."""
    relaxed: list[str] = field(default_factory=list)
    """Filters that were given up to fill the answer; none ever is so far."""

    @property
    def complete(self) -> bool:
        """Whether the results are what was asked for, not a stand-in."""
        return not self.fallback

    def at_least(self, match: int) -> Answer:
        """Without what matches less; a stand-in, which was never compared, stays as it is."""
        kept = [found for found in self.results if found.match is None or found.match >= match]
        return replace(self, results=kept)


def similar_products(
    product: Product, *, limit: int = DEFAULT_LIMIT, filters: Filters | None = None
) -> Answer:
    """Products that look like this one; variants of its own family are welcome, itself is not.

    While none of its pictures is embedded: its category's newest, labelled as such.
    """
    started = time.perf_counter()
    filters = filters or Filters()
    space = EmbeddingSpace.objects.live()
    eligible = filters.apply().exclude(pk=product.pk)
    vectors = _vectors_of(product, space) if space else []
    if space is None or not vectors:
        # Who asks for another category gets its newest, not none.
        if filters.category is None:
            eligible = eligible.filter(category=product.category_id)
        return _newest(eligible, limit=limit, space=space, started=started)
    near = nearest_products(
        vectors, space=space, eligible=eligible, limit=limit, narrow=filters.narrow
    )
    return Answer(_with_products(near), space, _since(started))


def products_like(
    vector: Sequence[float],
    *,
    space: EmbeddingSpace,
    limit: int = DEFAULT_LIMIT,
    filters: Filters | None = None,
) -> Answer:
    """Products that look like a vector of the space, such as a shopper's photo."""
    started = time.perf_counter()
    filters = filters or Filters()
    near = nearest_products(
        [vector], space=space, eligible=filters.apply(), limit=limit, narrow=filters.narrow
    )
    return Answer(_with_products(near), space, _since(started))


def _vectors_of(product: Product, space: EmbeddingSpace) -> list[Sequence[float]]:
    vectors = (
        ImageEmbedding.objects.in_space(space)
        .ready()
        .filter(image__product=product)
        .order_by("image__position", "image_id")
        .values_list("vector", flat=True)[:MAX_QUERY_PICTURES]
    )
    return list(vectors)


def _newest(
    eligible: ProductQuerySet, *, limit: int, space: EmbeddingSpace | None, started: float
) -> Answer:
    newest = eligible.newest().for_cards()[:limit]
    results = [Similar(other, None, other.cover, [CATEGORY_NEWEST]) for other in newest]
    return Answer(results, space, _since(started), fallback=CATEGORY_NEWEST)


def _with_products(near: list[Near]) -> list[Similar]:
    products = Product.objects.for_cards().in_bulk([n.product_id for n in near])
    results = []
    for n in near:
        # One deleted since the search is left out.
        if product := products.get(n.product_id):
            matched = next((i for i in product.images.all() if i.pk == n.image_id), None)
            results.append(Similar(product, 1 - n.distance, matched))
    return results


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
