"""A batch of events is read, their products found, and what is new kept: some statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from catalog.addresses.moved import moved_products
from catalog.imports.skus import fold_sku
from catalog.models import Product
from events.models import Event
from events.reading import EventRefusedError, SentEvent, read_event

MAX_EVENTS = 100
"""In one batch."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a batch."""

    accepted: int
    """New ones."""
    duplicates: int
    """Those that had been sent before, or twice."""
    refused: list[tuple[int, EventRefusedError]]
    """Place in the batch, and why."""


def keep_events(given: Sequence[object], *, is_trusted: bool) -> Kept:
    """is_trusted: whether a machine of the shop sent them, and not anybody's browser."""
    refused: list[tuple[int, EventRefusedError]] = []
    read: dict[int, SentEvent] = {}
    for place, each in enumerate(given):
        try:
            if place >= MAX_EVENTS:
                sentence = _("At most %(most)s events at once.")
                raise EventRefusedError("", "too_many", sentence, most=MAX_EVENTS)
            read[place] = read_event(each)
        except EventRefusedError as refusal:
            refused.append((place, refusal))
            if place >= MAX_EVENTS:  # the rest is as much too many
                break
    products = _products(list(read.values()))
    new: dict[str, Event] = {}
    found = 0
    for place, sent in read.items():
        product = products.get(_key(sent))
        if product is None:
            sentence = _("There is no such product.")
            refused.append((place, EventRefusedError("sku", "unknown_product", sentence)))
            continue
        found += 1
        new.setdefault(sent.event_id, _event(sent, product, is_trusted))
    for known in Event.objects.filter(event_id__in=new).values_list("event_id", flat=True):
        del new[known]
    Event.objects.bulk_create(new.values(), ignore_conflicts=True)
    return Kept(len(new), found - len(new), sorted(refused, key=lambda each: each[0]))


def _event(sent: SentEvent, product: int, is_trusted: bool) -> Event:
    return Event(
        event_id=sent.event_id,
        kind=sent.kind,
        product_id=product,
        request_id=sent.request_id,
        position=sent.position,
        placement=sent.placement,
        is_trusted=is_trusted,
        at=sent.at,
    )


def _key(sent: SentEvent) -> tuple[str, str]:
    return ("sku", fold_sku(sent.sku)[:255]) if sent.sku else ("slug", sent.slug)


def _products(events: Sequence[SentEvent]) -> dict[tuple[str, str], int]:
    """Ids by what the events call their products; old slugs lead to where those are now."""
    keys = {_key(each) for each in events}
    skus = [name for kind, name in keys if kind == "sku" and name]
    slugs = {name for kind, name in keys if kind == "slug"}
    found: dict[tuple[str, str], int] = {}
    if skus:
        by_sku = Product.objects.filter(sku_folded__in=skus).order_by("-pk")
        found |= {("sku", sku): pk for sku, pk in by_sku.values_list("sku_folded", "pk")}
    if slugs:
        by_slug = dict(Product.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        if gone := slugs - by_slug.keys():
            moved = moved_products(gone)
            now = Product.objects.filter(slug__in=moved.values()).values_list("slug", "pk")
            ids = dict(now)
            by_slug |= {old: ids[new] for old, new in moved.items() if new in ids}
        found |= {("slug", slug): pk for slug, pk in by_slug.items()}
    return found
