"""Catalogues whose products' kinds are known: a real shop's, and the one that the demo draws."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.data.labelled_pictures import BATCH
from demo.catalogue import demo_products
from demo.catalogue.files import draw_files
from embeddings.pipeline import (
    Labels,
    SpaceEncoder,
    WeightsFile,
    WeightsMissingError,
    compose,
    find_weights,
    fit_recipe,
    open_picture,
    parse_recipe,
    resolve_recipe,
)
from embeddings.pipeline.encoders.registry import get_encoder
from embeddings.spaces.measured.learning.products import Floats, ProductSample
from embeddings.worker.encoder_cache import weight_folders


@dataclass(frozen=True, eq=False)
class Shop:
    """Products in the order in which the shop got them, and where their pictures come from."""

    name: str
    pictures: tuple[tuple[Path | bytes, ...], ...]
    """Of each product."""
    kinds: tuple[str, ...]
    families: tuple[str, ...]

    def sample(self) -> ProductSample:
        """All products, their pictures not seen yet."""
        owner = np.repeat(np.arange(len(self.pictures)), [len(each) for each in self.pictures])
        return ProductSample(
            images=np.arange(len(owner)),
            vectors=np.empty((len(owner), 0), dtype=np.float32),
            owner=owner,
            kinds=np.unique(self.kinds, return_inverse=True)[1],
            families=list(self.families),
        )


@lru_cache(maxsize=1)
def shops() -> tuple[Shop, ...]:
    """Magento's Luma where VITRINE_TEST_DATA has it, and the demo's."""
    drawn = demo_products()
    demo = Shop(
        "demo, drawn",
        tuple(tuple(draw_files(product)) for product in drawn),
        tuple(product.category_slug for product in drawn),
        tuple(product.family for product in drawn),
    )
    folder = os.environ.get("VITRINE_TEST_DATA")
    return (_read_luma(Path(folder) / "magento-luma"), demo) if folder else (demo,)


def _read_luma(folder: Path) -> Shop:
    with (folder / "labels.csv").open() as file:
        rows = list(csv.DictReader(file))
    pictures: dict[str, list[Path | bytes]] = {}
    kinds = {}
    for row in rows:
        pictures.setdefault(row["instance"], []).append(folder / row["path"])
        kinds[row["instance"]] = row["class"]
    skus = list(pictures)
    return Shop(
        "magento-luma",
        tuple(tuple(pictures[sku]) for sku in skus),
        tuple(kinds[sku] for sku in skus),
        tuple("" for _ in skus),
    )


@lru_cache(maxsize=8)
def features_of(shop: Shop, recipe: str) -> Floats:
    """What a plain recipe sees in each picture, (N, F); raises WeightsMissingError."""
    encoder = SpaceEncoder(resolve_recipe(recipe, sha256_of(recipe)), weights=_weights(recipe))
    pictures = [picture for each in shop.pictures for picture in each]
    return np.concatenate([encoder.encode(batch) for batch in _opened(pictures)])


def see(shop: Shop, plain: str, recipe: str) -> ProductSample:
    """All products of a shop as a space of a recipe sees them, fitted on them if it is fitted."""
    sample, features = shop.sample(), features_of(shop, plain)
    components, projections = fit_recipe(
        recipe, features, sha256_of=sha256_of(plain), labels=labels_of(sample)
    )
    return replace(sample, vectors=compose(features, components, projections=projections))


def labels_of(sample: ProductSample) -> Labels:
    """What belongs together, picture by picture."""
    names = [family or str(product) for product, family in enumerate(sample.families)]
    families = np.unique(names, return_inverse=True)[1]
    return Labels(
        product=sample.owner, family=families[sample.owner], category=sample.kinds[sample.owner]
    )


def has_weights(recipe: str) -> bool:
    """Whether the networks of a recipe are there."""
    try:
        sha256_of(recipe)
    except WeightsMissingError:
        return False
    return True


def sha256_of(recipe: str) -> dict[str, str]:
    """Network -> sha256 of its weights; raises WeightsMissingError."""
    return {name: file.sha256 for name, file in _files(recipe).items()}


def _weights(recipe: str) -> dict[str, Path]:
    return {name: file.path for name, file in _files(recipe).items()}


def _files(recipe: str) -> dict[str, WeightsFile]:
    networks = {get_encoder(part.encoder).network for part in parse_recipe(recipe)} - {""}
    return {name: find_weights(name, folders=weight_folders()) for name in networks}


def _opened(pictures: Sequence[Path | bytes]) -> Iterator[list[Image.Image]]:
    for start in range(0, len(pictures), BATCH):
        yield [open_picture(each) for each in pictures[start : start + BATCH]]
