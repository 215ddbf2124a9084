"""Whether 200 searches by words find the right products, misspelt by rule and otherwise.

The shop holds the drawn demo's products and, where VITRINE_TEST_DATA has them, those of
`magento-luma` with their texts. Queries are made by rule from products drawn with a fixed seed, 20
of each kind; right is what the rule says of all products (every product of that name, of that
category, of that colour in it), so that no hand has judged. success@k: one of the first k is right.
"""

from __future__ import annotations

import csv
import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import table
from catalog.models import Category, Product
from demo.catalogue import demo_categories, demo_products

EACH = 20
PLACES = (1, 5, 10)
_FOUND_WITHIN = 10


@dataclass(frozen=True)
class Search:
    """What is typed, of which kind it is, and the ids of the right products."""

    kind: str
    typed: str
    right: frozenset[int]


def run() -> None:
    """Print success@1, 5 and 10 by kind of query."""
    fill()
    searches = list(make_searches())
    rows = []
    for kind in dict.fromkeys(each.kind for each in searches):
        rows.append([kind, *_graded([each for each in searches if each.kind == kind])])
    rows.append(["all", *_graded(searches)])
    print(f"{len(searches)} searches among {Product.objects.count()} products:\n")
    table(["kind", "searches", *(f"success@{k}" for k in PLACES)], rows)


def _graded(searches: list[Search]) -> list[str]:
    places = []
    for search in searches:
        found = Product.objects.published().matching(search.typed)[:_FOUND_WITHIN]
        ids = [product.pk for product in found]
        places.append(next((n for n, pk in enumerate(ids, start=1) if pk in search.right), 99))
    shares = (sum(place <= k for place in places) / len(places) for k in PLACES)
    return [str(len(searches)), *(f"{share:.2f}" for share in shares)]


def make_searches() -> Iterator[Search]:
    """EACH of every kind."""
    rng = random.Random(11)  # noqa: S311 - the same ones at every call
    products = list(Product.objects.select_related("category").order_by("sku"))
    for kind, rule in RULES.items():
        made = 0
        for product in rng.sample(products, len(products)):
            typed, is_right = rule(product, rng)
            if typed and made < EACH:
                made += 1
                yield Search(kind, typed, frozenset(p.pk for p in products if is_right(p)))


Right = Callable[[Product], bool]
Rule = Callable[[Product, random.Random], tuple[str, Right]]


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name)


def _of_name(product: Product) -> Right:
    return lambda other: other.name == product.name


def _name(product: Product, rng: random.Random) -> tuple[str, Right]:
    return product.name.lower(), _of_name(product)


def _two_words(product: Product, rng: random.Random) -> tuple[str, Right]:
    words = [word.lower() for word in _words(product.name) if len(word) > 2]
    chosen = rng.sample(words, 2) if len(words) > 1 else words
    return " ".join(chosen), lambda other: set(chosen) <= {w.lower() for w in _words(other.name)}


def _slip(word: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word) - 1)
    match rng.randrange(4):
        case 0:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case 1:
            return word[:place] + word[place + 1 :]
        case 2:
            return word[:place] + word[place] + word[place:]
        case _:
            return word[:place] + rng.choice("etaoinsr") + word[place + 1 :]


def _misspelt(product: Product, rng: random.Random) -> tuple[str, Right]:
    words = [word.lower() for word in _words(product.name) if len(word) > 4]
    if not words:
        return "", _of_name(product)
    word = rng.choice(words)
    slipped = _slip(word, rng)
    rest = [each.lower() for each in _words(product.name)]
    typed = " ".join(slipped if each == word else each for each in rest)
    return ("" if slipped == word else typed), _of_name(product)


def _beginning(product: Product, rng: random.Random) -> tuple[str, Right]:
    words = _words(product.name.lower())
    typed = " ".join([*words[:-1], words[-1][:4]])
    return (typed if len(words[-1]) > 4 else ""), _of_name(product)


def _sku(product: Product, rng: random.Random) -> tuple[str, Right]:
    return product.sku, lambda other: other.sku == product.sku


def _sku_without_signs(product: Product, rng: random.Random) -> tuple[str, Right]:
    typed = re.sub(r"\W", "", product.sku).lower()
    return (typed if typed != product.sku.lower() else ""), lambda other: other.sku == product.sku


def _sku_beginning(product: Product, rng: random.Random) -> tuple[str, Right]:
    typed = product.sku.rpartition("-")[0]
    return typed, lambda other: other.sku.startswith(typed)


def _category(product: Product, rng: random.Random) -> tuple[str, Right]:
    return product.category.name.lower(), lambda other: other.category_id == product.category_id


def _colour_of_category(product: Product, rng: random.Random) -> tuple[str, Right]:
    colour = str(product.attributes.get("colour", "")).partition("|")[0]
    typed = f"{colour} {product.category.name.lower()}" if colour else ""
    return (
        typed,
        lambda other: (
            other.category_id == product.category_id
            and colour in str(other.attributes.get("colour", "")).split("|")
        ),
    )


def _together(product: Product, rng: random.Random) -> tuple[str, Right]:
    words = _words(product.name.lower())
    typed = " ".join(["".join(words[:2]), *words[2:]])
    return (typed if len(words) > 1 else ""), _of_name(product)


RULES: dict[str, Rule] = {
    "whole name": _name,
    "two words of the name": _two_words,
    "name with a slip of one letter": _misspelt,
    "last word begun": _beginning,
    "two words written as one": _together,
    "SKU": _sku,
    "SKU without its signs": _sku_without_signs,
    "beginning of a SKU": _sku_beginning,
    "name of a category": _category,
    "colour and category": _colour_of_category,
}


def fill() -> None:
    """The demo's products and the real shop's, without pictures, and no others."""
    Product.objects.all().delete()
    Category.objects.update(parent=None)
    Category.objects.all().delete()
    made: dict[str, Category] = {}
    for category in demo_categories():
        made[category.slug] = Category.objects.create(
            slug=category.slug, name=category.name, parent=made.get(category.parent_slug or "")
        )
    for product in demo_products():
        Product.objects.create(
            **{field: getattr(product, field) for field in ("sku", "slug", "name", "brand")},
            **{field: getattr(product, field) for field in ("description", "price", "stock")},
            attributes=product.attributes,
            category=made[product.category_slug],
        )
    if folder := os.environ.get("VITRINE_TEST_DATA"):
        with (Path(folder) / "magento-luma" / "catalog.csv").open(newline="") as file:
            for number, row in enumerate(csv.DictReader(file)):
                _add_real(row, number, made)


def _add_real(row: dict[str, str], number: int, made: dict[str, Category]) -> None:
    way = ""
    above = None
    for name in row["category"].split("/"):
        way += f"luma-{name.lower().replace(' ', '-')}-"
        made.setdefault(
            way,
            Category.objects.get_or_create(
                slug=way[:119], defaults={"name": name, "parent": above}
            )[0],
        )
        above = made[way]
    Product.objects.create(
        sku=row["sku"], slug=f"luma-{number}", name=row["name"], description=row["description"],
        price=row["price"], stock=5, category=made[way], attributes={"colour": row["colours"]},
    )  # fmt: skip
