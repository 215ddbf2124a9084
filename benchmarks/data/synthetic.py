"""Pictures' features by the hundred thousand, made of real ones so that they crowd as real ones do.

A product is a mixture of three real pictures of one class, moved by the difference of two more;
each of its one to four pictures is moved again by the difference of two pictures of that class.
Noise made of real differences lies where real pictures differ: noise in all 2,048 directions alike
would give the vectors more dimensions than any photos have, and an index an unreal task.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.environment import picture_files
from benchmarks.report import table
from benchmarks.vector_search.exact_search import cosines
from embeddings.pipeline import SpaceEncoder, find_weights, open_picture, resolve_recipe
from embeddings.worker.encoder_cache import weight_folders

Floats = npt.NDArray[np.float32]

RECIPE = "resnet50:average+lab_color"
VISUAL = slice(0, 2048)
COLOUR = slice(2048, 2342)
# By which the distances within a product, between neighbours and between strangers, and the local
# dimension of the 1,426 real pictures are met best; see `describe`.
PRODUCT_NOISE = 0.5
PICTURE_NOISE = 0.35
MIXTURE = 0.5
PICTURES_A_PRODUCT = (0.2, 0.3, 0.3, 0.2)  # shares of products with 1, 2, 3 and 4
_MIN_CLASS = 10
_CHUNK_PRODUCTS = 8_000


@dataclass(frozen=True)
class RealPictures:
    """Features of real pictures, each block of unit length, and the class of each picture."""

    features: Floats
    """(N, 2342)"""
    classes: list[npt.NDArray[np.int64]]
    """The rows of each class that has enough of them."""


def read_real_pictures() -> RealPictures:
    """The features of the labelled pictures in VITRINE_TEST_DATA, or else the demo's (one class).

    SEARCH_FEATURES names a file (.npz) that keeps them, for encoding takes a minute or more.
    """
    kept = Path(os.environ["SEARCH_FEATURES"]) if "SEARCH_FEATURES" in os.environ else None
    if kept and kept.exists():
        with np.load(kept) as known:
            return as_real_pictures(known["features"].astype(np.float32), known["labels"])
    features, labels = _encode()
    if kept:
        np.savez(kept, features=features.astype(np.float16), labels=labels)
    return as_real_pictures(features, labels)


def _encode() -> tuple[Floats, npt.NDArray[np.str_]]:
    files, names = _labelled() if os.environ.get("VITRINE_TEST_DATA") else (picture_files(400), [])
    weights = find_weights("resnet50", folders=weight_folders())
    parts = resolve_recipe(RECIPE, {"resnet50": weights.sha256})
    encoder = SpaceEncoder(parts, weights={"resnet50": weights.path})
    rows = [
        encoder.encode(
            [open_picture(file, min_side=encoder.min_side) for file in files[at : at + 16]]
        )
        for at in range(0, len(files), 16)
    ]
    return np.concatenate(rows), np.array(names or ["demo"] * len(files))


def as_real_pictures(features: Floats, labels: npt.NDArray[np.str_]) -> RealPictures:
    """Bring each block to unit length and sort the rows by class."""
    blocks = [unit(features[:, VISUAL]), unit(features[:, COLOUR])]
    classes = [np.flatnonzero(labels == name) for name in np.unique(labels)]
    return RealPictures(
        np.concatenate(blocks, axis=1).astype(np.float32),
        [rows for rows in classes if len(rows) >= _MIN_CLASS],
    )


def _labelled() -> tuple[list[Path], list[str]]:
    files, names = [], []
    for root in (
        Path(os.environ["VITRINE_TEST_DATA"]) / name for name in ("magento-luma", "clothing")
    ):
        with (root / "labels.csv").open() as file:
            for row in csv.DictReader(file):
                files.append(root / row["path"])
                names.append(f"{root.name}: {row['class']}")
    return files, names


def synthesise(
    real: RealPictures, *, pictures: int, seed: int = 11
) -> Iterator[tuple[Floats, npt.NDArray[np.int64]]]:
    """Yield features and the number of the product of each, in chunks, until there are enough.

    (n, 2342) float32, each block of unit length; (n,) rising from 0.
    """
    random = np.random.default_rng(seed)
    made = first = 0
    while made < pictures:
        products = min(_CHUNK_PRODUCTS, pictures - made)
        sizes = np.array([len(rows) for rows in real.classes])
        kinds = random.choice(len(sizes), products, p=sizes / sizes.sum())
        shares = random.dirichlet([MIXTURE] * 3, products).astype(np.float32)
        # Out of a loop over three, so that no (products, 3, 2342) array is needed.
        mixed = sum(shares[:, [n]] * _any_of(real, kinds, random) for n in range(3))
        mixed += PRODUCT_NOISE * _difference(real, kinds, random)
        counts = random.choice([1, 2, 3, 4], products, p=PICTURES_A_PRODUCT)
        owner = np.repeat(np.arange(products), counts)[: pictures - made]
        features = mixed[owner] + PICTURE_NOISE * _difference(real, kinds[owner], random)
        for block in (VISUAL, COLOUR):
            features[:, block] = unit(features[:, block])
        yield features, owner + first
        made += len(owner)
        first += int(owner[-1]) + 1


def _any_of(
    real: RealPictures, kinds: npt.NDArray[np.int64], random: np.random.Generator
) -> Floats:
    sizes = np.array([len(rows) for rows in real.classes])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rows = np.concatenate(real.classes)
    places = (random.random(len(kinds)) * sizes[kinds]).astype(np.int64)
    features: Floats = real.features[rows[starts[kinds] + places]]
    return features


def _difference(
    real: RealPictures, kinds: npt.NDArray[np.int64], random: np.random.Generator
) -> Floats:
    return _any_of(real, kinds, random) - _any_of(real, kinds, random)


def unit(rows: Floats) -> Floats:
    """Each row of unit length; an all-zero one stays zero."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    length[length == 0] = 1
    of_unit_length: Floats = (rows / length).astype(np.float32)
    return of_unit_length


def describe(
    real: RealPictures, made: Mapping[str, npt.NDArray[np.float16]], owners: npt.NDArray[np.int64]
) -> None:
    """Print how the made vectors lie beside each other, and how the real ones do."""
    shown = real.features[:, VISUAL]
    every = np.arange(len(shown))
    rows = [[f"real, {len(shown)} pictures, 2048-d", *_Neighbourhood.of(shown, every, every).row()]]
    asked = np.random.default_rng(2).choice(len(owners), 200, replace=False)
    for name, vectors in made.items():
        rows.append([f"made, {name}", *_Neighbourhood.of(vectors, asked, owners).row()])
    print("Cosine distances to pictures of other products, 5th, 50th and 95th percentile.\n")
    table(["", "nearest", "10th nearest", "random", "in one product", "local dimension"], rows)


@dataclass(frozen=True)
class _Neighbourhood:
    nearest: Floats
    """(Q, 20) cosine distances to the nearest of other products"""
    others: Floats
    own: Floats

    @classmethod
    def of(cls, vectors, rows, owners) -> _Neighbourhood:  # type: ignore[no-untyped-def]
        asked = np.asarray(vectors[rows], dtype=np.float32)
        distances = 1 - cosines(vectors, asked)
        same = owners[rows][:, None] == owners[None]
        own = distances[same & (np.arange(len(owners))[None] != rows[:, None])]
        distances[same] = np.inf
        nearest = np.sort(np.partition(distances, 20, axis=1)[:, :20], axis=1)
        return cls(nearest, distances[:, ::97][np.isfinite(distances[:, ::97])], own)

    def row(self) -> list[str]:
        shown = [self.nearest[:, 0], self.nearest[:, 9], self.others, self.own]
        percentiles = [
            " ".join(f"{d:.3f}" for d in np.percentile(each, [5, 50, 95])) if each.size else "-"
            for each in shown
        ]
        return [*percentiles, f"{self._local_dimension():.0f}"]

    def _local_dimension(self) -> float:
        """Levina & Bickel's maximum likelihood estimate from 20 neighbours; the median."""
        radius = np.sqrt(2 * np.maximum(self.nearest, 1e-9))
        return float(np.median(1 / np.log(radius[:, -1:] / radius[:, :-1]).mean(axis=1)))
