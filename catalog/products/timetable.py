"""Products that go into the shop, or leave it, at a time that staff have set.

The clock of the workers does it, once a minute: `is_published` stays the one thing that every query
and index of the shop goes by, and a date that has come is emptied, so that nobody who decides
otherwise afterwards is overruled by it. Without that clock (beat) nothing happens until it runs.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from catalog.history import Changes, Door, Snapshot, differences, record, snapshot
from catalog.models import Product

BATCH = 500
_FIELDS = ("is_published", "publish_at", "unpublish_at")


def keep_due() -> int:
    """Do what is due, in batches; how many products."""
    done = 0
    while count := _keep_some(timezone.now()):
        done += count
    return done


@transaction.atomic
def _keep_some(now: datetime) -> int:
    due = Product.objects.filter(Q(publish_at__lte=now) | Q(unpublish_at__lte=now))
    locked = due.select_for_update(of=("self",), no_key=True).only("pk", *_FIELDS)
    products = list(locked.order_by("pk")[:BATCH])
    changed: list[tuple[Product, Changes]] = []
    for product in products:
        before: Snapshot = snapshot(product, _FIELDS)
        _set(product, now)
        product.updated_at = now
        changed.append((product, differences(before, snapshot(product, _FIELDS), product)))
    Product.objects.bulk_update(products, [*_FIELDS, "updated_at"])
    record(changed, by=None, door=Door.SCHEDULE)
    return len(products)


def _set(product: Product, now: datetime) -> None:
    """Where both dates have passed the later one holds."""
    moments = {"publish_at": product.publish_at, "unpublish_at": product.unpublish_at}
    due = {at: name for name, at in moments.items() if at is not None and at <= now}
    product.is_published = due[max(due)] == "publish_at"
    for name in due.values():
        setattr(product, name, None)
