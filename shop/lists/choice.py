"""What a shopper has chosen of a list, read from the address; nonsense counts as absent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from catalog.attributes.written import Pair, parse_attribute, write_attribute
from catalog.categories.tree import CategoryTree
from catalog.imports.numbers import (
    DecimalMark,
    NumberRefusedError,
    read_amount,
    recognise_decimal_mark,
)
from catalog.models import Category
from catalog.product_filter import ProductFilter
from catalog.product_ordering import ProductOrdering

MOST_VALUES = 40
ATTRIBUTE, BRAND, CATEGORY, PRICE_MIN, PRICE_MAX, IN_STOCK, SORT = (
    *("attribute", "brand", "category", "price_min", "price_max"),
    *("in_stock", "sort"),
)
"""Names in the address; the first three may stand there several times."""


@dataclass(frozen=True, kw_only=True)
class ListChoice:
    """What is chosen: any of several categories, brands and values of one attribute."""

    words: str = ""
    categories: tuple[Category, ...] = ()
    brands: tuple[str, ...] = ()
    attributes: tuple[Pair, ...] = ()
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    in_stock: bool = False
    ordering: ProductOrdering | None = None
    """None: as the list comes, newest or best first."""
    beside: tuple[tuple[str, str], ...] = ()
    """What else the address says, name by name; it stays whatever is chosen."""

    @property
    def conditions(self) -> ProductFilter:
        """The same as the catalogue asks for it."""
        return ProductFilter(
            category_ids=tuple(each.pk for each in self.categories),
            brands=self.brands,
            attributes=self.attributes,
            price_min=self.price_min,
            price_max=self.price_max,
            in_stock=self.in_stock,
        )

    @property
    def narrows(self) -> bool:
        """Whether something is left out."""
        return self.conditions != ProductFilter(in_stock=False)

    def query(self) -> str:
        """As it stands in an address, always in the same order; without the page."""
        query = QueryDict(mutable=True)
        if self.words:
            query["q"] = self.words
        query.setlist(CATEGORY, [each.slug for each in self.categories])
        query.setlist(BRAND, list(self.brands))
        query.setlist(ATTRIBUTE, [write_attribute(*pair) for pair in self.attributes])
        for name, price in ((PRICE_MIN, self.price_min), (PRICE_MAX, self.price_max)):
            if price is not None:
                query[name] = f"{price:f}"
        if self.in_stock:
            query[IN_STOCK] = "on"
        if self.ordering:
            query[SORT] = self.ordering.value
        for name, value in self.beside:
            query[name] = value
        return query.urlencode()


def read_choice(given: QueryDict, *, tree: CategoryTree, words: str = "") -> ListChoice:
    """What an address says is chosen."""
    low, high = _price(given.get(PRICE_MIN, "")), _price(given.get(PRICE_MAX, ""))
    if low is not None and high is not None and low > high:
        low, high = high, low
    wanted = {slug for slug in given.getlist(CATEGORY)[:MOST_VALUES] if slug}
    return ListChoice(
        words=words,
        categories=tuple(each for _, each in tree.walk() if each.slug in wanted) if wanted else (),
        brands=tuple(dict.fromkeys(filter(_is_text, given.getlist(BRAND)[:MOST_VALUES]))),
        attributes=tuple(dict.fromkeys(_attributes(given.getlist(ATTRIBUTE)[:MOST_VALUES]))),
        price_min=low,
        price_max=high,
        in_stock=given.get(IN_STOCK, "") not in ("", "false", "0"),
        ordering=_ordering(given.get(SORT, "")),
    )


def _is_text(text: str) -> bool:
    return bool(text.strip()) and "\0" not in text


def _price(text: str) -> Decimal | None:
    """With a point or a comma; 1.299,00 and 1,299.00 and 1.299 are as much."""
    likely, _is_sure = recognise_decimal_mark([text])
    for mark in (likely, *DecimalMark):
        try:
            return read_amount(text, mark=mark)
        except NumberRefusedError:
            continue
    return None


def _attributes(texts: list[str]) -> list[Pair]:
    pairs = []
    for text in filter(_is_text, texts):
        try:
            pairs.append(parse_attribute(text))
        except ValueError:
            continue
    return pairs


def _ordering(text: str) -> ProductOrdering | None:
    return next((each for each in ProductOrdering if each.value == text), None)
