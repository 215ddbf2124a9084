"""Stock and prices of many products, row by row: a bad row costs no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.bodies.base import Body
from api.bodies.fields import PriceField, StockField
from catalog.imports.rows import ProductRow
from catalog.imports.skus import MAX_CHARACTERS, clean_sku, fold_sku

MAX_ROWS = 1_000


class StockRow(Body):
    """What changes of a product."""

    sku = serializers.CharField(max_length=MAX_CHARACTERS)
    stock = StockField(required=False)
    price = PriceField(required=False)


class StockBody(serializers.Serializer[Any]):
    """At most 1,000 rows, each SKU once."""

    rows = StockRow(many=True, max_length=MAX_ROWS)  # type: ignore[call-arg]


@dataclass(frozen=True, slots=True)
class BadRow:
    """What is wrong with a row, as the API says it."""

    errors: list[dict[str, str]]


def read_rows(given: Any) -> list[ProductRow | BadRow]:
    """In their order. Raises ValidationError for what is no list of rows."""
    rows = given.get("rows") if isinstance(given, dict) else None
    if not isinstance(rows, list) or set(given) != {"rows"} or len(rows) > MAX_ROWS:
        sentence = _('Send {"rows": […]} with at most %(most)s rows.') % {"most": MAX_ROWS}
        raise serializers.ValidationError({"rows": [sentence]}, "invalid")
    reader = _Reader()
    return [reader.read(row) for row in rows]


class _Reader:
    """One serializer for all rows: to make it takes longer than to use it."""

    def __init__(self) -> None:
        self._fields = StockRow().fields
        self._seen: set[str] = set()

    def read(self, row: Any) -> ProductRow | BadRow:
        if not isinstance(row, dict):
            return _bad("", "invalid", _("A row is a JSON object."))
        values: dict[str, Any] = {}
        errors: list[dict[str, str]] = []
        for name in [*self._fields, *(each for each in row if each not in self._fields)]:
            try:
                if name not in self._fields:
                    known = {"names": ", ".join(self._fields)}
                    raise serializers.ValidationError(_("Known: %(names)s.") % known, "unknown")
                if name in row:
                    values[name] = self._fields[name].run_validation(row[name])
            except serializers.ValidationError as error:
                errors += _entries(str(name)[:80], error.detail)
        if errors:
            return BadRow(errors)
        sku = clean_sku(values.pop("sku", ""))
        if not sku or not values:
            return _bad("sku", "required", _("A row has an SKU, and a stock, a price or both."))
        folded = fold_sku(sku)
        if folded in self._seen:
            return _bad("sku", "repeated", _("Another row before has this SKU."))
        self._seen.add(folded)
        return ProductRow(sku=sku, lines=(), **values)


def _entries(field: str, details: Any) -> list[dict[str, str]]:
    flat: Sequence[Any] = details if isinstance(details, list) else [details]
    return [{"field": field, "code": each.code, "message": str(each)[:400]} for each in flat]


def _bad(field: str, code: str, message: str) -> BadRow:
    return BadRow([{"field": field, "code": code, "message": message}])
