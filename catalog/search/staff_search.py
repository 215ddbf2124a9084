"""Finding products by what staff have at hand: the beginning of an SKU, some words, half a word.

Forgiving as shoppers' search is (accents, upper case, forms of words), and everything by an index,
so that it is quick among 100,000. Only where nothing is found so, each product is looked at for a
part of its SKU, name or brand: `lasche` finds the Flasche.
"""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchConfig, SearchQuery
from django.db.models import Func, Q, TextField, Value

from catalog.imports.skus import fold_sku
from catalog.querysets import ProductQuerySet
from catalog.search.folding import fold_words

MAX_WORDS = 12
MAX_CHARACTERS = 100


def search_products(products: ProductQuerySet, typed: str) -> ProductQuerySet:
    """Those of the products that are meant; the order stays. Nothing typed finds all."""
    typed = typed.replace("\0", "").strip()[:MAX_CHARACTERS]
    if not typed:
        return products
    folded = fold_sku(typed)
    meant = Q(sku_folded__startswith=folded) | Q(sku__startswith=typed)
    meant |= Q(family__startswith=typed) | Q(family__startswith=typed.upper())
    if words := re.findall(r"\w+", fold_words(typed))[:MAX_WORDS]:
        meant |= Q(search=_beginning_with(words))
    found = products.filter(meant)
    if found.order_by().exists():
        return found
    part = Q(sku_folded__contains=folded) | Q(name__icontains=typed) | Q(brand__icontains=typed)
    return products.filter(part)


def _beginning_with(words: list[str]) -> SearchQuery:
    """Each word begins one of the name's or brand's, in its stem or as it is typed."""
    asked = " & ".join(f"{word}:*AB" for word in words)
    language = Func(function="catalog_search_language", output_field=TextField())
    stemmed = SearchQuery(Value(asked), search_type="raw", config=SearchConfig(language))
    return stemmed | SearchQuery(Value(asked), search_type="raw", config="simple")
