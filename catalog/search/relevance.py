"""Which of the products found comes first: by field, then gently by stock and freshness."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Expression, F, FloatField, Func, Value, When
from django.db.models.functions import Cast

from catalog.imports.skus import fold_sku

# Description, category and attributes, brand, name and SKU: as PostgreSQL names them, D to A.
_FIELDS = [0.05, 0.3, 0.6, 1.0]
# Among products that answer as well as each other. A fifth less is less than one field makes.
_SOLD_OUT = 0.85
_OF_NEWNESS = 0.05
_HALF_NEW_DAYS = 90.0
_THE_NAME_ITSELF, _THE_SKU_ITSELF = 1.0, 2.0


def relevance(query: SearchQuery, typed: str, *, on: date) -> Expression:
    """What to sort by, the largest first.

    A name or SKU that is just what was typed comes before all others. What is new on this day
    counts a little more.
    """
    by_words = SearchRank(F("search"), query, weights=_FIELDS)
    of_stock = Case(When(stock__gt=0, then=1.0), default=_SOLD_OUT, output_field=FloatField())
    newness = Func(
        Value(on),
        F("created_at"),
        template=f"({_HALF_NEW_DAYS} / ({_HALF_NEW_DAYS} + abs(%(expressions)s::date)))",
        arg_joiner="::date - ",
        output_field=FloatField(),
    )
    key = Func(Value(typed), function="catalog_sort_key")
    itself = Case(
        When(sku_folded=fold_sku(typed)[:255], then=_THE_SKU_ITSELF),
        When(sort_name=key, then=_THE_NAME_ITSELF),
        default=0.0,
        output_field=FloatField(),
    )
    words = Cast(by_words, FloatField())
    return itself + words * of_stock * (Value(1.0) + Value(_OF_NEWNESS) * newness)
