"""Labelled pictures and the features of each, seen as they are, mirrored, and padded."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from embeddings.pipeline import (
    Labels,
    SpaceEncoder,
    compose,
    find_weights,
    fit_recipe,
    open_picture,
    parse_recipe,
    resolve_recipe,
)
from embeddings.worker.encoder_cache import weight_folders

Floats = npt.NDArray[np.float32]

BATCH = 16  # pictures held decoded at a time
CONTEXT = 256 / 224  # what the networks' own resize and crop cut off all around


def pad(image: Image.Image) -> Image.Image:
    """Make a picture so much larger by its border's colour that the crop keeps all of it."""
    border = np.asarray(image.resize((64, 64)))
    ring = np.concatenate([border[0], border[-1], border[:, 0], border[:, -1]])
    side = round(max(image.size) * CONTEXT)
    square = Image.new("RGB", (side, side), tuple(int(v) for v in np.median(ring, axis=0)))
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square


# Everything that is compared, from as few forward passes as will do.
PASSES: dict[str, tuple[Callable[[Image.Image], Image.Image], str]] = {
    "cropped": (
        lambda image: image,
        "resnet50:average+resnet50:max+resnet50:gem+resnet50_layer3:gem+hog+lab_color",
    ),
    "mirrored": (ImageOps.mirror, "resnet50:average+resnet50_layer3:gem"),
    "padded": (pad, "resnet50:average+resnet50_layer3:gem"),
    "large": (lambda image: image, "resnet50:average:320+resnet50_layer3:gem:320"),
}


@dataclass(frozen=True, eq=False)
class LabelledSet:
    """Pictures with what is known about them: the answers to one or more questions."""

    root: Path
    paths: tuple[str, ...]
    questions: dict[str, npt.NDArray[np.str_]]  # label of each picture, by question
    products: npt.NDArray[np.str_]  # pictures of one product are no independent evidence
    tuning: npt.NDArray[np.bool_]  # may choose settings; the others judge the choice

    @cache  # noqa: B019 - the sets live as long as the measurement
    def features(self, name: str) -> dict[tuple[str, str], Floats]:
        """What one pass gives, by encoder and pooling."""
        sha256, encoders = _encoders()
        see, recipe = PASSES[name]
        rows = [
            encoders[name].encode([see(image) for image in images]) for images in self._pictures()
        ]
        return _split(np.concatenate(rows), recipe, sha256)

    def vectors(self, recipe: str, seen: str = "cropped", fit_on: int | None = None) -> Floats:
        """Vectors by a recipe; `fit_on`: learn its projections from so many pictures only."""
        parts = [text.partition("*") for text in recipe.split("+")]
        shares = np.sqrt([float(weight or 1) for _, _, weight in parts])
        blocks = [
            self._block(part, seen, fit_on) * share
            for (part, _, _), share in zip(parts, shares, strict=True)
        ]
        return np.concatenate(blocks, axis=1, dtype=np.float32) / np.linalg.norm(shares)

    @cache  # noqa: B019 - as long-lived as the benchmark
    def _block(self, part: str, seen: str, fit_on: int | None) -> Floats:
        sha256, _ = _encoders()
        (wanted,) = parse_recipe(part)
        kind = (wanted.encoder, wanted.pooling)
        if seen == "both ways":
            views = [self.features(name).get(kind) for name in ("cropped", "mirrored")]
            features = np.mean([view for view in views if view is not None], axis=0)
        else:
            found = self.features(seen).get(kind)
            features = self.features("cropped")[kind] if found is None else found
        few = np.random.default_rng(0).permutation(len(features))[:fit_on]
        components, projections = fit_recipe(part, features[few], sha256_of=sha256)
        return compose(features, components, projections=projections)

    def fitted(self, recipe: str, taught: npt.NDArray[np.intp], labels: Labels) -> Floats:
        """Vectors of all pictures by a recipe that these pictures, and their labels, teach."""
        sha256, _ = _encoders()
        parts = parse_recipe(recipe)
        cropped = self.features("cropped")
        features = np.hstack([cropped[(part.encoder, part.pooling)] for part in parts])
        components, projections = fit_recipe(
            recipe, features[taught], sha256_of=sha256, labels=labels.only(taught)
        )
        return compose(features, components, projections=projections)

    def _pictures(self) -> Iterator[list[Image.Image]]:
        for start in range(0, len(self.paths), BATCH):
            yield [open_picture(self.root / path) for path in self.paths[start : start + BATCH]]


@cache
def labelled_sets(root: Path) -> tuple[LabelledSet, LabelledSet]:
    """A shop's catalogue (SKU, colour, category) and clothes photographed at home (category)."""
    shop, home = root / "magento-luma", root / "clothing"
    rows, photos = _rows(shop), _rows(home)
    products = _column(rows, "instance")
    half = np.random.default_rng(0).permutation(np.unique(products))[::2]
    return (
        LabelledSet(
            shop,
            tuple(row["path"] for row in rows),
            {
                "SKU": products,
                "SKU and colour": _column(rows, "variant"),
                "category": _column(rows, "class"),
            },
            products,
            np.isin(products, half),
        ),
        LabelledSet(
            home,
            tuple(row["path"] for row in photos),
            {"clothing category": _column(photos, "class")},
            _column(photos, "instance"),
            _column(photos, "split") == "validation",
        ),
    )


@lru_cache(maxsize=1)
def _encoders() -> tuple[dict[str, str], dict[str, SpaceEncoder]]:
    file = find_weights("resnet50", folders=weight_folders())
    sha256 = {"resnet50": file.sha256}
    return sha256, {
        name: SpaceEncoder(resolve_recipe(recipe, sha256), weights={"resnet50": file.path})
        for name, (_, recipe) in PASSES.items()
    }


def _split(features: Floats, recipe: str, sha256: dict[str, str]) -> dict[tuple[str, str], Floats]:
    parts = resolve_recipe(recipe, sha256)
    ends = np.cumsum([part.feature_dimensions for part in parts])[:-1]
    blocks = np.split(features, ends, axis=1)
    return {(p.encoder, p.pooling): block for p, block in zip(parts, blocks, strict=True)}


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "labels.csv").open() as file:
        return list(csv.DictReader(file))


def _column(rows: list[dict[str, str]], name: str) -> npt.NDArray[np.str_]:
    return np.array([row[name] for row in rows])
