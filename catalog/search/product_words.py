"""What the shop says of its products, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.attribute_values import attribute_values
from catalog.models import Category, Product
from catalog.search.lexemes import lexemes_of

_BATCH_ROWS = 500
MAX_WORD_CHARACTERS = 100
"""Longer ones are addresses and codes, which nobody types."""
# A description also says what is not to be seen: how to wash it, and what it goes with.
_OF_DESCRIPTION = 0.3
_ABSENT = frozenset({"false", "no", "none", "0"})


@dataclass(frozen=True, kw_only=True)
class SaidProduct:
    """A product with all that is said of it."""

    id: int
    group: str
    """What variants of one design share."""
    category_id: int
    words: Mapping[str, float]
    """Each word, and how much it counts, up to 1."""
    values: frozenset[tuple[str, str]]
    """Names and values of its attributes."""


def read_said(product_ids: Sequence[int]) -> Iterator[SaidProduct]:
    """What is said of these products: name, brand, categories, attributes, and the description."""
    tree = Category.objects.as_tree()
    paths = {
        each.pk: " ".join([*(above.name for above in tree.path_to(each)), each.name])
        for _, each in tree.walk()
    }
    for start in range(0, len(product_ids), _BATCH_ROWS):
        some = Product.objects.filter(pk__in=product_ids[start : start + _BATCH_ROWS])
        rows = list(
            some.order_by("pk").values(
                *("pk", "name", "brand", "category_id", "attributes", "family", "description")
            )
        )
        values = [attribute_values(row["attributes"]) for row in rows]
        facts = [
            f"{row['name']} {row['brand']} {paths.get(row['category_id'], '')} {_in_words(held)}"
            for row, held in zip(rows, values, strict=True)
        ]
        said = lexemes_of([*facts, *(row["description"] for row in rows)])
        for row, held, main, more in zip(
            rows, values, said[: len(rows)], said[len(rows) :], strict=True
        ):
            yield SaidProduct(
                id=row["pk"],
                group=row["family"] or f"product {row['pk']}",
                category_id=row["category_id"],
                words=weigh_said(main, more),
                values=held,
            )


def weigh_said(main: Iterable[str], description: Iterable[str]) -> dict[str, float]:
    """How much each word counts: those that only a description says, less."""
    said = dict.fromkeys(description, _OF_DESCRIPTION) | dict.fromkeys(main, 1.0)
    return {word: weight for word, weight in said.items() if len(word) <= MAX_WORD_CHARACTERS}


def _in_words(values: frozenset[tuple[str, str]]) -> str:
    """`waterproof: true` says waterproof; `colour: blue` says blue."""
    said = [
        name if value in ("true", "yes") else value
        for name, value in sorted(values)
        if value not in _ABSENT
    ]
    return " ".join(said)
