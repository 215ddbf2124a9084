"""Finding products by what staff have at hand: the beginning of an SKU, some words, half a word.

Forgiving as shoppers' search is (accents, upper case, forms of words), and everything by an index,
so that it is quick among 100,000. Only where nothing is found so, each product is looked at for a
part of its SKU, name or brand: `lasche` finds the Flasche. After that come the nearest words.
"""

from __future__ import annotations

from django.db.models import Q

from catalog.imports.skus import fold_sku
from catalog.querysets import ProductQuerySet
from catalog.search.asked import read_asked, write_joined, write_query
from catalog.search.finding import write_corrected
from catalog.search.tsquery import TsQuery
from catalog.search.typed import clean_typed

MAX_CHARACTERS = 100
_FIELDS = "ABC"
"""Of names, SKUs, brands, categories and attributes."""


def search_products(products: ProductQuerySet, typed: str) -> ProductQuerySet:
    """Those of the products that are meant; the order stays. Nothing typed finds all."""
    typed = clean_typed(typed)[:MAX_CHARACTERS]
    if not typed:
        return products
    folded, asked = fold_sku(typed), read_asked(typed)
    meant = Q(sku_folded__startswith=folded) | Q(sku__startswith=typed)
    meant |= Q(family__startswith=typed) | Q(family__startswith=typed.upper())
    # By the beginning of each word; not by what only a description says.
    for written in (write_query(asked, weights=_FIELDS, begins_all=True), write_joined(asked)):
        if written:
            meant |= Q(search=TsQuery(written))
    if (found := products.filter(meant)).order_by().exists():
        return found
    part = Q(sku_folded__contains=folded) | Q(name__icontains=typed) | Q(brand__icontains=typed)
    if (found := products.filter(part)).order_by().exists():
        return found
    corrected = write_corrected(asked, weights=_FIELDS)
    return products.filter(search=TsQuery(corrected)) if corrected else products.none()
