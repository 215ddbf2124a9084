"""Leafing by where the last page ended, so that products added meanwhile move nothing.

A page by its number is counted from the first product: one that is added in front moves all others
by one, so that the next page begins with what was seen. A cursor remembers the last product seen.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any, Self

from django.db.models import Q

from catalog.product_ordering import RELEVANCE, ProductOrdering
from catalog.querysets import ProductQuerySet

MAX_CURSOR_CHARACTERS = 1_000


class CursorInvalidError(ValueError):
    """No list has given this cursor out."""


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """Where a page ended: what it was ordered by there, and the product."""

    ordering: ProductOrdering | None
    """None: by how well words match."""
    value: str
    """Of the ordering's column, as text."""
    pk: int
    day: date | None = None
    """Of a search: when its first page was read, for what is new matches a little better."""

    @classmethod
    def behind(
        cls, pk: int, value: object, *, ordering: ProductOrdering | None, day: date | None = None
    ) -> Self:
        text = value.isoformat() if isinstance(value, datetime) else str(value)
        return cls(ordering=ordering, value=text, pk=pk, day=day)

    @property
    def order(self) -> str:
        """As addresses name it."""
        return self.ordering.value if self.ordering else RELEVANCE

    def write(self) -> str:
        """As it stands in an address."""
        of_search = [self.day.isoformat()] if self.day else []
        told = json.dumps([self.order, self.value, self.pk, *of_search], ensure_ascii=False)
        return base64.urlsafe_b64encode(told.encode()).rstrip(b"=").decode()

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises CursorInvalidError."""
        try:
            told = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            order, value, pk, *of_search = json.loads(told)
            ordering = None if order == RELEVANCE else ProductOrdering(order)
            day = date.fromisoformat(*of_search) if ordering is None else None
            cursor = cls(ordering=ordering, value=value, pk=pk, day=day)
            cursor.typed()
        except (ValueError, TypeError, RecursionError, binascii.Error, InvalidOperation):
            raise CursorInvalidError("no list gave this cursor out") from None
        return cursor

    def typed(self) -> Any:
        """The value as its column has it; raises ValueError, TypeError or InvalidOperation."""
        if not isinstance(self.value, str) or "\0" in self.value:
            raise ValueError("not a text that PostgreSQL takes")
        if type(self.pk) is not int or not 0 <= self.pk < 2**63:
            raise ValueError("not an id")
        match self.ordering:
            case None:
                if not isfinite(rank := float(self.value)):
                    raise ValueError("not a rank")
                return rank
            case ProductOrdering.CHEAPEST | ProductOrdering.DEAREST:
                price = Decimal(self.value)
                if not price.is_finite() or abs(price) >= 10**10:
                    raise ValueError("not a price")
                return price
            case ProductOrdering.NEWEST:
                moment = datetime.fromisoformat(self.value)
                if moment.tzinfo is None:
                    raise ValueError("a time without a zone")
                return moment
        self.value.encode()  # half a surrogate pair is no text
        return self.value


def column_of(ordering: ProductOrdering | None) -> str:
    """What products are sorted by first; their ids come second."""
    return ordering.columns[0].lstrip("-") if ordering else "rank"


def beyond(products: ProductQuerySet, cursor: Cursor) -> ProductQuerySet:
    """Those of the products that come after the cursor, in its order.

    Without an ordering they are those that words have found, best first.
    """
    column, value = column_of(cursor.ordering), cursor.typed()
    if cursor.ordering is None:  # ranks fall while ids rise
        return products.filter(Q(rank__lt=value) | Q(rank=value, pk__gt=cursor.pk))
    way = "lt" if cursor.ordering.columns[0].startswith("-") else "gt"
    further = Q(**{f"{column}__{way}": value}) | Q(**{column: value, f"pk__{way}": cursor.pk})
    # The range is what an index answers; what it leaves of the boundary is sorted out then.
    within = Q(**{f"{column}__{way}e": value})
    return products.filter(within, further).sorted_by(cursor.ordering)
