"""Examining some products: measuring their pictures, asking every kind, keeping what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

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
    ids = [each.product_id for each in visited]
    products = list(
        Product.objects.published().filter(pk__in=ids).defer("search").prefetch_related("images")
    )
    pictures = [image for product in products for image in product.images.all()]
    batch = Batch(
        products=products,
        measures=measure_pictures(pictures),
        space=EmbeddingSpace.objects.live(),
    )
    _mark(products, visited)
    examined = [product.pk for product in products]
    return Counter(
        {
            kind: new
            for kind, each in KINDS.items()
            if (new := record(kind, each.find(batch), examined=examined))
        }
    )


def _mark(products: Collection[Product], visited: Collection[Visited]) -> None:
    """Before the kinds look: what they write beside a mark, such as a margin, needs its row.

    The hash was read before the products, so what changes in between is seen the next time.
    """
    state_of = {each.product_id: each.state_hash for each in visited}
    CheckedProduct.objects.bulk_create(
        [
            CheckedProduct(
                product=product,
                state_hash=state_of[product.pk],
                name_key=name_key(product.name),
                checked_at=timezone.now(),
            )
            for product in products
        ],
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=["state_hash", "name_key", "checked_at"],
    )
