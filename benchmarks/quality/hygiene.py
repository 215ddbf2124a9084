"""How often findings are right, and how much of what is wrong they find, on planted faults.

Two shops: the demo's drawn one, and a real shop's with a product for each colour of a design (SKU),
its colour as an attribute, and two pictures each at 640 px. Faults of every kind are planted into
each (benchmarks/data/planted_faults.py), then it is embedded, fitted and examined as a shop is. A
finding is right if its product has a planted fault of that kind; whatever else is found counts as
wrong, although a real shop has faults of its own, so the precision is a lower bound there.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.utils.text import slugify
from PIL import Image

from benchmarks.data.planted_faults import Planted, plant
from benchmarks.environment import embed_all
from benchmarks.report import table
from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.models import Category, Product, ProductImage
from embeddings.comparing.fillers import tend_fillers
from embeddings.models import EmbeddingSpace
from embeddings.spaces.lifecycle import create_space
from embeddings.tasks import tend_spaces
from hygiene.checking.walk import walk_whole
from hygiene.models import Finding, FindingKind, Progress

RECIPE = "resnet50+lab_color"
_ROUNDS = 10  # a plain space is graded bit by bit, fitted, built, and takes over
_PICTURES = 2  # of each product of the real shop
_SIDE = 640
_DRAWN = 200


def run() -> None:
    """Print precision and recall of each kind, in both shops."""
    rows: dict[FindingKind, list[str]] = {kind: [] for kind in FindingKind}
    shops = ["drawn"]
    call_command("seed_demo", limit=_DRAWN, quiet=True)
    _grade(rows)
    if folder := os.environ.get("VITRINE_TEST_DATA"):
        _fill_real_shop(Path(folder) / "magento-luma")
        shops.append("real")
        _grade(rows)
    heads = [f"{shop}: {figure}" for shop in shops for figure in ("planted", "precision", "recall")]
    table(["kind", *heads], [[kind.label, *row] for kind, row in rows.items()])


def _grade(rows: dict[FindingKind, list[str]]) -> None:
    planted = plant()
    EmbeddingSpace.objects.all().delete()
    create_space(RECIPE)
    for _ in range(_ROUNDS):
        embed_all()
        tend_spaces()
    unexamined = ProductImage.objects.filter(is_examined=False, is_compared=True)
    before = 0
    while (left := unexamined.count()) != before:  # one that cannot be embedded stays so
        before = left
        tend_fillers()
    Finding.objects.all().delete()
    Progress.objects.all().delete()
    walk_whole(everything=True, told=lambda walked: None)
    for kind in FindingKind:
        rows[kind] += _figures(kind, planted)


def _figures(kind: FindingKind, planted: Planted) -> Iterator[str]:
    found = Finding.objects.filter(kind=kind, state="open")
    # A pair is right by either of its sides: the twin of a planted product is one as well.
    sides = list(found.values_list("product", "other_product"))
    right = [side for side in sides if planted[kind] & set(side)]
    met = planted[kind] & {product for side in sides for product in side}
    yield str(len(planted[kind]))
    yield f"{len(right) / len(sides):.2f} ({len(right)} of {len(sides)})" if sides else "none found"
    yield f"{len(met) / max(len(planted[kind]), 1):.2f}"


def _fill_real_shop(root: Path) -> None:
    """A product for each variant, in place of what the shop holds."""
    Product.objects.all().delete()
    for category in Category.objects.order_by("-pk"):
        category.delete()
    with (root / "labels.csv").open() as file:
        labels = list(csv.DictReader(file))
    made: dict[str, Product] = {}
    for label in labels:
        variant = label["variant"]
        if variant not in made:
            colour = variant.removeprefix(label["instance"]).strip("-")
            made[variant] = Product.objects.create(
                sku=variant,
                slug=slugify(variant),
                name=label["name"],
                brand="Luma",
                family=label["instance"],
                category=_category(label["class"]),
                price=label["price"] or 1,
                stock=1,
                attributes={"colour": colour} if colour else {},
            )
        if made[variant].images.count() < _PICTURES:
            add_picture(made[variant], validate_picture(_shrunk(root / label["path"])))


def _shrunk(path: Path) -> bytes:
    """A picture at _SIDE px: what is measured of it is no larger, and it comes in far sooner."""
    with Image.open(path) as image:
        image.draft("RGB", (_SIDE, _SIDE))
        image.thumbnail((_SIDE, _SIDE))
        saved = io.BytesIO()
        image.convert("RGB").save(saved, "JPEG", quality=92)
    return saved.getvalue()


def _category(path: str) -> Category:
    parent = None
    parts = path.split("/")
    for depth, name in enumerate(parts, start=1):
        slug = slugify("-".join(parts[:depth]))
        values = {"name": name, "parent": parent}
        parent, _ = Category.objects.get_or_create(slug=slug, defaults=values)
    assert parent is not None
    return parent
