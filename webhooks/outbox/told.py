"""What is told of one thing: all that was noted of it, in one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from webhooks.events import Event
from webhooks.outbox.models import Note

_OF_PRODUCTS = (Event.PRODUCT_DELETED, Event.PRODUCT_CREATED, Event.PRODUCT_CHANGED)
_PICTURES = (Event.EMBEDDING_READY, Event.EMBEDDING_FAILED)


@dataclass(frozen=True, kw_only=True)
class Told:
    """An event of one product, import or space."""

    event: str
    subject: int
    """Its id."""
    at: datetime
    """When it was noted last."""
    fields: list[str] = field(default_factory=list)
    """Of a changed product: which of its fields."""
    pictures: dict[int, str] = field(default_factory=dict)
    """Of an embedding: id of the picture -> why it failed, empty where it did not."""
    product: dict[str, Any] = field(default_factory=dict)
    """Of a deleted product: its sku and slug."""

    def and_before(self, bodies: Iterable[str]) -> Told:
        """With what earlier messages of the same thing said, which were never sent."""
        fields, pictures = list(self.fields), dict(self.pictures)
        for body in bodies:
            data = json.loads(body)["data"]
            fields += [name for name in data.get("changed", ()) if name not in fields]
            for picture in data.get("pictures", ()):
                pictures.setdefault(picture["id"], picture["error"])
        return replace(self, fields=sorted(fields), pictures=pictures)


def gather(notes: Iterable[Note]) -> list[Told]:
    """Of each event and thing one; of a product that is new or gone nothing else."""
    found: dict[tuple[str, int], Told] = {}
    for note in notes:
        key = (note.event, note.subject)
        told = found.get(key) or Told(event=note.event, subject=note.subject, at=note.at)
        found[key] = _with(told, note)
    for each in list(found.values()):
        if each.event in (Event.PRODUCT_DELETED, Event.PRODUCT_CREATED):
            weaker = _OF_PRODUCTS[_OF_PRODUCTS.index(Event(each.event)) + 1 :]
            for event in (*weaker, Event.STOCK_CHANGED):
                found.pop((event, each.subject), None)
    return list(found.values())


def _with(told: Told, note: Note) -> Told:
    detail = note.detail
    told = replace(told, at=max(told.at, note.at))
    if note.event in _PICTURES:
        return replace(told, pictures={**told.pictures, detail["picture"]: detail["error"]})
    if note.event == Event.PRODUCT_DELETED:
        return replace(told, product=detail)
    names = {*told.fields, *(name.removesuffix("_id") for name in detail.get("fields", ()))}
    return replace(told, fields=sorted(names))
