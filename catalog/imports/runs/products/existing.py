"""What the catalogue has of a batch of rows: a few statements, however many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from catalog.addresses.free import old_slugs
from catalog.categories.paths import CategoryPaths
from catalog.imports.models import ImportedPicture
from catalog.imports.skus import fold_sku
from catalog.models import Product, ProductImage


@dataclass
class Existing:
    """Products by SKU, their pictures, where those came from, categories, and slugs."""

    paths: CategoryPaths
    by_key: dict[str, list[Product]]
    images: dict[int, list[ProductImage]] = field(default_factory=dict)
    """By product, in order."""
    notes: dict[int, dict[str, ImportedPicture]] = field(default_factory=dict)
    """By product: where a picture came from -> what is known of it."""
    slugs: dict[str, int] = field(default_factory=dict)
    """Of those that were asked for: which product has it."""
    old_slugs: set[str] = field(default_factory=set)
    """Of the same: those that a product had before, which lead to where that is now."""

    def product_of(self, sku: str) -> Product | None:
        """The one that this SKU means; an exact one before one that looks like it."""
        found = self.by_key.get(fold_sku(sku), [])
        exact = next((each for each in found if each.sku == sku), None)
        return exact or (found[0] if len(found) == 1 else None)

    def look_alikes(self, sku: str) -> list[Product]:
        """Those between which this SKU leaves open which is meant."""
        found = self.by_key.get(fold_sku(sku), [])
        return found if len(found) > 1 and all(each.sku != sku for each in found) else []


def read_existing(
    skus: Collection[str],
    *,
    slugs: Iterable[str] = (),
    for_update: bool = False,
    with_pictures: bool = True,
) -> Existing:
    """for_update: the products stay as they are until the transaction ends."""
    keys = {fold_sku(sku)[:255] for sku in skus}
    # Rows of a version that did not fold yet are found by the SKU itself.
    products = Product.objects.filter(Q(sku_folded__in=keys) | Q(sku__in=set(skus)))
    products = products.defer("search").order_by("pk")
    if for_update:
        products = products.select_for_update(of=("self",))
    by_key: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        by_key[fold_sku(product.sku)].append(product)
    ids = [each.pk for found in by_key.values() for each in found]
    images, notes = read_pictures(ids if with_pictures else ())
    wanted = {slug for slug in slugs if slug}
    taken = Product.objects.filter(slug__in=wanted).values_list("slug", "pk") if wanted else ()
    former = old_slugs(Product, wanted) if wanted else set()
    return Existing(CategoryPaths(), dict(by_key), images, notes, dict(taken), former)


def read_pictures(
    products: Collection[int],
) -> tuple[dict[int, list[ProductImage]], dict[int, dict[str, ImportedPicture]]]:
    """Pictures of products in order, and where they came from."""
    if not products:
        return {}, {}
    images: dict[int, list[ProductImage]] = defaultdict(list)
    for image in ProductImage.objects.filter(product__in=products).order_by("position", "pk"):
        images[image.product_id].append(image)
    notes: dict[int, dict[str, ImportedPicture]] = defaultdict(dict)
    for note in ImportedPicture.objects.filter(product__in=products):
        notes[note.product_id][note.path] = note
    return dict(images), dict(notes)
