"""What messages hold, read from the database as it is when they are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from catalog.conf import conf
from catalog.models import ImportRun, Product
from embeddings.models import EmbeddingSpace
from webhooks.events import Event
from webhooks.outbox.told import Told

Data = dict[str, Any]
Things = dict[tuple[str, int], Data]
"""Event and id of what it is about -> what is told of that; nothing where it is gone by now."""


def read_things(told: Sequence[Told]) -> Things:
    """A statement for each kind of thing, however many there are."""
    found: Things = {
        (each.event, each.subject): each.product
        for each in told
        if each.event == Event.PRODUCT_DELETED
    }
    for events, read in _READERS.items():
        of_kind = [each for each in told if each.event in events]
        rows = read({each.subject for each in of_kind}) if of_kind else {}
        for each in of_kind:
            if each.subject in rows:
                found[each.event, each.subject] = rows[each.subject]
    return found


def data_of(told: Told, things: Things) -> Data:
    """The `data` of its message."""
    thing = things[told.event, told.subject]
    if told.event in (Event.EMBEDDING_READY, Event.EMBEDDING_FAILED):
        pictures = sorted(told.pictures.items())
        return {**thing, "pictures": [{"id": pk, "error": error} for pk, error in pictures]}
    if told.event == Event.PRODUCT_CHANGED:
        return {**thing, "changed": told.fields}
    return thing


def _products(ids: set[int]) -> dict[int, Data]:
    names = ("sku", "slug", "name", "brand", "category__slug", "price", "stock", "is_published")
    rows = Product.objects.filter(pk__in=ids).values("pk", *names)
    return {row.pop("pk"): _product(row) for row in rows}


def _product(row: Data) -> Data:
    category = row.pop("category__slug")
    return {**row, "category": category, "price": str(row["price"]), "currency": conf.CURRENCY}


def _imports(ids: set[int]) -> dict[int, Data]:
    rows = ImportRun.objects.filter(pk__in=ids).only("name", "state", "counts", "error")
    return {run.pk: _import(run) for run in rows}


def _import(run: ImportRun) -> Data:
    told: Data = {"id": run.pk, "file": run.name, "state": run.state}
    return {**told, "counts": run.counts, "error": run.error}


def _spaces(ids: set[int]) -> dict[int, Data]:
    rows = EmbeddingSpace.objects.filter(pk__in=ids).values("id", "name", "recipe")
    return {row["id"]: dict(row) for row in rows}


_READERS: dict[tuple[Event, ...], Callable[[set[int]], dict[int, Data]]] = {
    (
        Event.PRODUCT_CREATED,
        Event.PRODUCT_CHANGED,
        Event.STOCK_CHANGED,
        Event.EMBEDDING_READY,
        Event.EMBEDDING_FAILED,
    ): _products,
    (Event.IMPORT_FINISHED,): _imports,
    (Event.SPACE_ACTIVATED,): _spaces,
}
