"""Which pictures a catalogue is judged by: all of them, or a random sample that stays the same."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from django.db.models import Count

from catalog.models import Product
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import Labels
from embeddings.querysets import ImageEmbeddingQuerySet
from embeddings.vectors.read import load_rows
from evaluation.measured import Floats, Ints, Values

# Of 2,342 numbers each: 190 MB. More make the same answers harder to find, and no grade surer.
MAX_PICTURES = 20_000

_BETWEEN_COLOURS = re.compile(r"[|,;/]")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Published products with what is stored of their pictures, in a random, but fixed order.

    The pictures of a product follow each other, its cover first. The order of two products is the
    same in every space and on every day, so that what is measured on them can be compared.
    """

    rows: Floats
    """(N, D), one for each picture."""
    owner: Ints
    """(N,), rising from 0: to which of the products each picture belongs."""
    products: Ints
    """(P,) ids."""
    categories: list[str]
    """(P,) slugs."""
    colours: list[frozenset[str]]
    """(P,), empty where the catalogue says none."""
    families: list[str]
    """(P,) what variants of one design share; a product without variants is one of its own."""
    available: int
    """How many pictures there were to draw from."""

    def only(self, kept: npt.NDArray[np.bool_]) -> Sample:
        """The part of the sample that shows these products: (P,) bool."""
        rows = kept[self.owner]
        return Sample(
            rows=self.rows[rows],
            owner=(np.cumsum(kept) - 1)[self.owner[rows]],
            products=self.products[kept],
            categories=[c for c, keep in zip(self.categories, kept, strict=True) if keep],
            colours=[c for c, keep in zip(self.colours, kept, strict=True) if keep],
            families=[f for f, keep in zip(self.families, kept, strict=True) if keep],
            available=self.available,
        )

    def beginning_with(self, chosen: npt.NDArray[np.bool_]) -> Sample:
        """The same sample with these products before all others: (P,) bool."""
        order = np.concatenate([np.flatnonzero(chosen), np.flatnonzero(~chosen)])
        owner = np.argsort(order)[self.owner]
        rows = np.argsort(owner, kind="stable")
        return Sample(
            rows=self.rows[rows],
            owner=owner[rows],
            products=self.products[order],
            categories=[self.categories[product] for product in order],
            colours=[self.colours[product] for product in order],
            families=[self.families[product] for product in order],
            available=self.available,
        )

    @property
    def labels(self) -> Labels:
        """What belongs together, a row for each picture."""
        return Labels.number(
            product=self.owner.tolist(),
            family=[self.families[product] for product in self.owner],
            category=[self.categories[product] for product in self.owner],
        )


def draw_sample(
    space: EmbeddingSpace,
    *,
    column: Literal["features", "vector"] = "vector",
    max_pictures: int = MAX_PICTURES,
) -> Sample:
    """Draw whole products until there are enough pictures; a smaller catalogue is taken whole.

    A second copy of a picture within its product is left out: finding it again proves nothing.
    """
    ready = ImageEmbedding.objects.in_space(space).ready().filter(image__product__is_published=True)
    counted = ready.values_list("image__product_id").annotate(pictures=Count("pk")).order_by()
    drawn, available = _draw(dict(counted), max_pictures=max_pictures)
    owners = _pictures_of(ready, drawn)
    images, rows = load_rows(space, list(owners), column=column)
    facts = {
        pk: (category, colours_of(attributes), family or f"product {pk}")
        for pk, category, attributes, family in Product.objects.filter(pk__in=drawn).values_list(
            "pk", "category__slug", "attributes", "family"
        )
    }
    # A product that was deleted meanwhile has no more pictures, or no more facts.
    there = np.array([owners[image] in facts for image in images], dtype=bool)
    ids = np.array([owners[image] for image in images], dtype=np.intp)[there]
    products = list(dict.fromkeys(ids.tolist()))
    place = {pk: number for number, pk in enumerate(products)}
    return Sample(
        rows=rows[there].astype(np.float32),
        owner=np.array([place[pk] for pk in ids.tolist()], dtype=np.intp),
        products=np.array(products, dtype=np.intp),
        categories=[facts[pk][0] for pk in products],
        colours=[facts[pk][1] for pk in products],
        families=[facts[pk][2] for pk in products],
        available=available,
    )


def stable_uniform(products: Iterable[Hashable], *, purpose: str) -> Values:
    """A number from 0 to 1 for each product, evenly spread: its own for good, by hashing its id.

    Another `purpose` gives other numbers. (P,) -> (P,)
    """
    digests = (blake2b(f"{purpose} {pk}".encode(), digest_size=8) for pk in products)
    return np.array([int.from_bytes(d.digest(), "big") / 2**64 for d in digests])


def colours_of(attributes: Mapping[str, Any]) -> frozenset[str]:
    """The colours that a product's attributes name, under `colour` or `color`."""
    found = attributes.get("colour") or attributes.get("color") or []
    named = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    words = (
        word.strip().casefold()
        for name in named
        if isinstance(name, str)
        for word in _BETWEEN_COLOURS.split(name)
    )
    return frozenset(word for word in words if word)


def _draw(pictures: Mapping[int, int], *, max_pictures: int) -> tuple[list[int], int]:
    ids = sorted(pictures)
    order = np.argsort(stable_uniform(ids, purpose="sample"), kind="stable")
    counts = np.array([pictures[pk] for pk in ids], dtype=np.intp)[order]
    enough = counts.cumsum() <= max_pictures
    return [ids[place] for place in order[enough]], int(counts.sum())


def _pictures_of(ready: ImageEmbeddingQuerySet, products: list[int]) -> dict[int, int]:
    """Each picture's id with its product's, product after product."""
    place = {pk: number for number, pk in enumerate(products)}
    found = ready.filter(image__product__in=products).order_by("image__position", "image_id")
    rows = found.values_list("image_id", "image__product_id", "digest")
    seen: set[tuple[int, str]] = set()
    owners = {}
    for image, product, digest in sorted(rows, key=lambda row: place[row[1]]):
        if (product, digest) not in seen:
            seen.add((product, digest))
            owners[image] = product
    return owners
