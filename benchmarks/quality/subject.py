"""Whether finding the thing in a photo finds more of the right products.

Photos of clothes at home ask for clothes of their kind: among themselves, and among the pictures of
a shop. Photos of several things are made: three things of the shop, cut out of their white
background, pasted beside each other on a corner of a photo at home; the pasted pictures themselves
do not count as found. Pictures of the shop show whether packshots are left as they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks.data.labelled_pictures import LabelledSet, labelled_sets
from benchmarks.report import table
from embeddings.pipeline import (
    SpaceEncoder,
    SubjectNetwork,
    find_by_energy,
    find_by_network,
    find_subject_model,
    find_weights,
    open_picture,
    resolve_recipe,
    view_photo,
)
from embeddings.pipeline.subject.box import crop
from embeddings.worker.encoder_cache import weight_folders

Floats = npt.NDArray[np.float32]

RECIPE = "resnet50+lab_color"
EVERY = 2  # photos at home: the others are left out
ROOMS = 60
WHITE = 243  # of 255: what is lighter in a packshot is its background
# The kinds that both sets have a word for.
KINDS = {
    "Pants": "pants",
    "Shorts": "shorts",
    "Tees": "t-shirt",
    "Jackets": "outwear",
    "Hoodies & Sweatshirts": "longsleeve",
}


def run() -> None:
    """Print the tables of docs/benchmarks.md about things in photos."""
    shop, home = labelled_sets(Path(os.environ["VITRINE_TEST_DATA"]))
    file = find_weights("resnet50", folders=weight_folders())
    components = resolve_recipe(RECIPE, {"resnet50": file.sha256})
    encoder = SpaceEncoder(components, weights={"resnet50": file.path})
    network = SubjectNetwork(find_subject_model(weight_folders()), threads=2)
    gallery = _encode(encoder, (open_picture(shop.root / path) for path in shop.paths))
    _framings(shop, home, gallery, encoder, network)
    _rooms(shop, home, gallery, encoder, network)
    plain = [
        find_by_network(open_picture(shop.root / path), network).plain for path in shop.paths[::4]
    ]
    print(f"{np.mean(plain):.1%} of the shop's own pictures are compared as they are.\n")


def _framings(
    shop: LabelledSet,
    home: LabelledSet,
    gallery: Floats,
    encoder: SpaceEncoder,
    network: SubjectNetwork,
) -> None:
    kinds = home.questions["clothing category"][::EVERY]
    ends = [category.rpartition("/")[2] for category in shop.questions["category"]]
    shop_kinds = np.array([KINDS.get(end, "") for end in ends])
    shared = np.isin(kinds, list(KINDS.values()))
    vectors: dict[str, list[Floats]] = {"whole": [], "box": [], "white": []}
    for path in home.paths[::EVERY]:
        image = open_picture(home.root / path)
        subject = find_by_network(image, network)
        seen = {"whole": image, "box": image, "white": image}
        if subject.boxes:
            seen["box"] = crop(image, subject.boxes[0].sides)
        if subject.boxes and not subject.plain:
            seen["white"] = view_photo(image, subject).images[0]
        for name, vector in zip(seen, _encode(encoder, seen.values()), strict=True):
            vectors[name].append(vector)
    rows = []
    for name, found in vectors.items():
        photos = np.stack(found)
        asked = photos[shared]
        rows.append(
            [
                name,
                f"{_precision(photos, photos, kinds, kinds):.3f}",
                f"{_precision(asked, gallery, kinds[shared], shop_kinds):.3f}",
                f"{_precision(_centred(asked), _centred(gallery), kinds[shared], shop_kinds):.3f}",
            ]
        )
    print(f"{len(kinds)} photos at home, mAP@10 of their kind, by how they are looked at:\n")
    table(["", "among themselves", "in the shop", "in the shop, both centred"], rows)


def _rooms(
    shop: LabelledSet,
    home: LabelledSet,
    gallery: Floats,
    encoder: SpaceEncoder,
    network: SubjectNetwork,
) -> None:
    random = np.random.default_rng(1)
    found: dict[str, list[int]] = {}
    for _ in range(ROOMS):
        room, shown = _make_room(shop, home, random)
        things = view_photo(room, find_by_network(room, network)).images
        energy = encoder.energy(room)
        offered = () if energy is None else find_by_energy(energy).boxes
        looks = {
            "whole": [room],
            "things by their network": list(things),
            "boxes of the feature map": [crop(room, box.sides) for box in offered] or [room],
        }
        for name, images in looks.items():
            likeness = (_encode(encoder, images) @ gallery.T).max(axis=0)
            likeness[shown] = -1
            first = dict.fromkeys(shop.products[np.argsort(-likeness)])
            right = {*shop.products[shown]} & {*list(first)[:10]}
            found.setdefault(name, []).append(len(right))
    print(f"{ROOMS} photos of three things, the first ten products:\n")
    table(
        ["", "one right product or more", "of the three"],
        [
            [name, f"{np.mean(np.array(count) > 0):.3f}", f"{np.mean(count) / 3:.3f}"]
            for name, count in found.items()
        ],
    )


def _make_room(
    shop: LabelledSet, home: LabelledSet, random: np.random.Generator
) -> tuple[Image.Image, npt.NDArray[np.int64]]:
    """A picture of three things, and which pictures of the shop they are."""
    photo = open_picture(home.root / home.paths[random.integers(len(home.paths))])
    left, top = random.integers(0, 2, 2) * (photo.width * 2 // 3, photo.height * 3 // 4)
    corner = (int(left), int(top), int(left) + photo.width // 3, int(top) + photo.height // 4)
    room = photo.crop(corner).resize((900, 675))
    shown = random.choice(len(shop.paths), 3, replace=False)
    for place, number in enumerate(shown):
        thing = open_picture(shop.root / shop.paths[number])
        side = int(random.integers(200, 290))
        thing.thumbnail((side, side * 1.3))
        opacity = Image.fromarray(((np.asarray(thing).min(axis=2) < WHITE) * 255).astype(np.uint8))
        x = place * 300 + int(random.integers(0, max(1, 300 - thing.width)))
        y = int(random.integers(0, max(1, 675 - thing.height)))
        room.paste(thing, (x, y), opacity)
    return room, shown


def _encode(encoder: SpaceEncoder, images: Iterable[Image.Image]) -> Floats:
    return np.concatenate([encoder.compose(encoder.encode([image])) for image in images])


def _centred(vectors: Floats) -> Floats:
    moved = vectors - vectors.mean(axis=0)
    centred: Floats = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return centred


def _precision(
    asked: Floats, gallery: Floats, kinds: npt.NDArray[np.str_], others: npt.NDArray[np.str_]
) -> float:
    """mAP@10; a picture does not find itself."""
    likeness = asked @ gallery.T
    if asked is gallery:
        np.fill_diagonal(likeness, -1)
    first = np.argsort(-likeness, axis=1)[:, :10]
    right = others[first] == kinds[:, None]
    precision = np.cumsum(right, axis=1) / np.arange(1, 11)
    there = (others[None] == kinds[:, None]).sum(axis=1) - (asked is gallery)
    best = np.minimum(10, np.maximum(there, 1))
    return float(((precision * right).sum(axis=1) / best)[there > 0].mean())
