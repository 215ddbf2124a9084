"""Examining some products: measuring their pictures, asking every kind, keeping what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from django.utils import timezone

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from hygiene.checking.batch import Batch
from hygiene.checking.due import Visited
from hygiene.checking.models import CheckedProduct
from hygiene.findings.models import FindingKind
from hygiene.findings.record import record
from hygiene.kinds.products.names import name_key
from hygiene.kinds.registry import KINDS
from hygiene.measuring.measure import measure_pictures


def examine(visited: Collection[Visited]) -> Counter[FindingKind]:
    """Find every fault of these products there is now; how many are new, by kind."""
    states = {each.product_id: each.state_hash for each in visited}
    products = list(
        Product.objects.published().filter(pk__in=states).defer("search").prefetch_related("images")
    )
    pictures = [image for product in products for image in product.images.all()]
    batch = Batch(
        products=products,
        measures=measure_pictures(pictures),
        space=EmbeddingSpace.objects.live(),
    )
    _mark(products)
    examined = [product.pk for product in products]
    new = Counter(
        {
            kind: count
            for kind, each in KINDS.items()
            if (count := record(kind, each.find(batch), examined=examined))
        }
    )
    _mark_done(examined, states)
    return new


def _mark(products: Collection[Product]) -> None:
    """Before the kinds look: what they write beside a mark, such as a margin, needs its row.

    Still without a hash, so that a process that ends in between has examined nothing.
    """
    CheckedProduct.objects.bulk_create(
        [
            CheckedProduct(
                product=product,
                state_hash="",
                name_key=name_key(product.name),
                checked_at=timezone.now(),
            )
            for product in products
        ],
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=["state_hash", "name_key", "checked_at"],
    )


def _mark_done(examined: Collection[int], states: Mapping[int, str]) -> None:
    """The hash was read before the products, so what changes in between is seen the next time."""
    marks = [CheckedProduct(product_id=pk, state_hash=states[pk]) for pk in examined]
    CheckedProduct.objects.bulk_update(marks, ["state_hash"])
