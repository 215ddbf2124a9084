"""A real shop's catalogue with its texts: each picture's product, colour and view, and features."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.data.labelled_pictures import BATCH
from embeddings.pipeline import Labels, SpaceEncoder, find_weights, open_picture, resolve_recipe
from embeddings.worker.encoder_cache import weight_folders

Floats = npt.NDArray[np.float32]
Names = npt.NDArray[np.str_]

PLAIN = "resnet50+lab_color"


@dataclass(frozen=True, kw_only=True)
class Article:
    """What the catalogue says of a product, in all its colours."""

    name: str
    category: str
    description: str
    colours: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class LabelledShop:
    """Pictures in the order of labels.csv. A variant is a product (SKU) in one colour."""

    root: Path

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        return _read(self.root / "labels.csv")

    @cached_property
    def articles(self) -> dict[str, Article]:
        """By SKU."""
        return {
            row["sku"]: Article(
                name=row["name"],
                category=row["category"].replace("/", " "),
                description=row["description"],
                colours=tuple(filter(None, row["colours"].split("|"))),
            )
            for row in _read(self.root / "catalog.csv")
        }

    @cached_property
    def skus(self) -> Names:
        return np.array([row["instance"] for row in self.rows])

    @cached_property
    def variants(self) -> Names:
        return np.array([row["variant"] for row in self.rows])

    @cached_property
    def colours(self) -> Names:
        """The colour word of each picture, as the catalogue has it; empty where it has none."""
        return np.array([row["variant"][len(row["instance"]) + 1 :] for row in self.rows])

    @cached_property
    def main(self) -> npt.NDArray[np.bool_]:
        """Pictures of a whole product from its front."""
        return np.array([row["view"] == "main" for row in self.rows])

    @cached_property
    def labels(self) -> Labels:
        return Labels.number(
            product=self.variants.tolist(),
            family=self.skus.tolist(),
            category=[row["class"] for row in self.rows],
        )

    @cached_property
    def sha256_of(self) -> dict[str, str]:
        return {"resnet50": find_weights("resnet50", folders=weight_folders()).sha256}

    @cached_property
    def features(self) -> Floats:
        """(N, F) of the plain recipe."""
        weights = find_weights("resnet50", folders=weight_folders())
        encoder = SpaceEncoder(
            resolve_recipe(PLAIN, self.sha256_of), weights={"resnet50": weights.path}
        )
        paths = [self.root / row["path"] for row in self.rows]
        batches = (paths[start : start + BATCH] for start in range(0, len(paths), BATCH))
        return np.concatenate(
            [encoder.encode([open_picture(path) for path in batch]) for batch in batches]
        )


def _read(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))
