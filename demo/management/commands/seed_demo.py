"""manage.py seed_demo: fill the shop with the catalogue that the project draws itself."""

from __future__ import annotations

import multiprocessing
import os
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from tqdm import tqdm

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.models import Category, Product
from demo.catalogue import DemoProduct, demo_categories, demo_products
from demo.catalogue.files import draw_files
from infra.commands import MigratedCommand, at_least_one


class Command(MigratedCommand):
    help = "Fill the shop with the demo catalogue. Safe to repeat: what is there stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="no progress bar")
        parser.add_argument(
            "--unless-own", action="store_true", help="not into a shop of other products alone"
        )
        parser.add_argument(
            "--limit", type=at_least_one, help="only so many products, spread over all"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        there = set(Product.objects.values_list("sku", flat=True))
        products = demo_products()
        if options["unless_own"] and there and there.isdisjoint(p.sku for p in products):
            self.stdout.write("The shop has products of its own; it stays as it is.")
            return
        categories = _ensure_categories()
        if options["limit"]:
            products = products[:: max(1, len(products) // options["limit"])][: options["limit"]]
        missing = [product for product in products if product.sku not in there]
        # Fresh processes, not forked ones: they draw, and must not share the database connection.
        with multiprocessing.get_context("spawn").Pool(min(4, os.cpu_count() or 1)) as pool:
            drawn = pool.imap(draw_files, missing)
            bar = tqdm(total=len(missing), unit="product", disable=options["quiet"])
            for product, pictures in zip(missing, drawn, strict=True):
                _add(product, pictures, categories[product.category_slug])
                bar.update()
            bar.close()
        self.stdout.write(
            f"{len(missing)} products added, {len(products) - len(missing)} were there."
        )


def _ensure_categories() -> dict[str, Category]:
    made: dict[str, Category] = {}
    for position, category in enumerate(demo_categories()):
        made[category.slug], _ = Category.objects.get_or_create(
            slug=category.slug,
            defaults={
                "name": category.name,
                "description": category.description,
                "parent": made.get(category.parent_slug or ""),
                "position": position,
            },
        )
    return made


def _add(product: DemoProduct, pictures: list[bytes], category: Category) -> None:
    """A product with all its pictures, or nothing of it."""
    with transaction.atomic():
        row = Product.objects.create(
            sku=product.sku,
            slug=product.slug,
            name=product.name,
            brand=product.brand,
            category=category,
            description=product.description,
            price=product.price,
            stock=product.stock,
            attributes=product.attributes,
            family=product.family,
        )
        for picture, file in zip(product.pictures, pictures, strict=True):
            add_picture(row, validate_picture(file), alt=picture.alt)
