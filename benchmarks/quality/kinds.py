"""Whether the first similar items are of the asked product's kind, in the shop of the demo.

It is seeded, embedded, fitted and measured as `make demo` does it; then each product is asked for
its first four similar items with the shop's own floor. A kind is a category of the demo; a design
comes in several colours, which fill one place. Short answers count by what they show: `shown` says
how many of four places were filled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.management import call_command

from benchmarks.environment import embed_all
from benchmarks.report import table
from catalog.models import Product
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import WeightsMissingError
from embeddings.spaces.lifecycle import create_space
from embeddings.tasks import tend_spaces
from recommendations.request.question import SearchOptions
from recommendations.similar import similar_products

RECIPES = ("resnet50+lab_color", "efficientnet_lite0+lab_color", "hog+lab_color")
SIZES = (80, 315)
FIRST = 4
# A plain space is graded bit by bit, fitted, built, and takes over in as many rounds of the
# half-minute's work.
_ROUNDS = 10


@dataclass(frozen=True)
class Kinds:
    """The first places of all products of kinds with more than FIRST designs."""

    asked: int
    places: int
    filled: int
    same: int
    products_with_strangers: int


def run() -> None:
    """Print how many of the first four are of the same kind, by the cosine alone and as shown."""
    rows = []
    for size in SIZES:
        call_command("seed_demo", limit=size, quiet=True)
        for recipe in RECIPES:
            rows += [[f"{size} products", *row] for row in _rows(recipe)]
    print(f"Of the first {FIRST} similar items of each product, the share of its own kind:\n")
    table(
        ["", "space", "order", "same kind", "shown", "products with a stranger"],
        rows,
    )


def _rows(recipe: str) -> Iterator[list[str]]:
    EmbeddingSpace.objects.all().delete()
    try:
        create_space(recipe)
    except WeightsMissingError as error:
        yield [recipe, "", str(error), "", ""]
        return
    for _ in range(_ROUNDS):
        tend_spaces()
        embed_all()
    live = EmbeddingSpace.objects.live()
    for order, by_score in (("cosine", True), ("as shown", False)):
        found = ask_all(SearchOptions(limit=FIRST, by_score=by_score))
        yield [
            live.name if live else "",
            order,
            f"{found.same / max(found.filled, 1):.3f}",
            f"{found.filled / max(found.places, 1):.3f}",
            f"{found.products_with_strangers} of {found.asked}",
        ]


def ask_all(options: SearchOptions) -> Kinds:
    """Ask each product of a kind with enough designs in stock, and count."""
    products = list(Product.objects.published().only("pk", "family", "category", "price", "stock"))
    designs = defaultdict(set)
    for product in products:
        if product.stock:
            designs[product.category_id].add(product.family or product.pk)
    kind_of = {product.pk: product.category_id for product in products}
    asked = [
        product
        for product in products
        if len(designs[product.category_id] - {product.family or product.pk}) >= FIRST
    ]
    filled = same = with_strangers = 0
    for product in asked:
        shown = similar_products(product, options).results
        own = sum(kind_of[each.product_id] == product.category_id for each in shown)
        filled += len(shown)
        same += own
        with_strangers += own < len(shown)
    return Kinds(len(asked), FIRST * len(asked), filled, same, with_strangers)
