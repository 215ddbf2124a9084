"""A shop with an exported space, and files that were tampered with."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import compose
from embeddings.transfer import export_space

COLOURS = ("red", "green", "blue", "gold", "teal")
Members = dict[str, bytes]


@pytest.fixture
def shop(plain_space: EmbeddingSpace, make_product, embed) -> None:
    """Five pictures of five products, all embedded."""
    for number, colour in enumerate(COLOURS):
        make_product(colour, shape="rectangle" if number % 2 else "ellipse")
    assert embed() == len(COLOURS)


@pytest.fixture
def exported(shop, plain_space: EmbeddingSpace, tmp_path: Path) -> Path:
    """The shop's live space in a file."""
    path = tmp_path / "shop.npz"
    export_space(plain_space, path)
    return path


@pytest.fixture
def tampered(plain_space: EmbeddingSpace, tmp_path: Path) -> Callable[..., Path]:
    """A file of the live space with members changed: tampered(lambda members: ...).

    Put together by NumPy alone, of five random pictures that the shop does not have.
    """

    def tamper(change: Callable[[Members], object] = len, **options: Any) -> Path:
        members = make_members(plain_space)
        change(members)
        return pack(tmp_path / "tampered.npz", members, **options)

    return tamper


def unpack(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, members: Members, **options: Any) -> Path:
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def make_members(space: EmbeddingSpace) -> Members:
    """What a sound file of a space is made of."""
    random = np.random.default_rng(5)
    features = np.abs(random.normal(size=(len(COLOURS), space.dimensions))).astype(np.float16)
    manifest = {
        "format": "vitrine-embeddings",
        "version": 1,
        "recipe": space.recipe,
        "components": space.components,
        "pictures": len(COLOURS),
        "sha256": {},
    }
    members = {"manifest.json": json.dumps(manifest).encode()}
    digests = sorted(random.bytes(32) for _ in COLOURS)
    save_array(members, "digests", np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 32))
    save_array(members, "vectors", compose(features, space.parts).astype(np.float16))
    save_array(members, "features", features)
    return members


def edit_manifest(members: Members, **values: object) -> None:
    manifest = {**json.loads(members["manifest.json"]), **values}
    members["manifest.json"] = json.dumps(manifest).encode()


def load_array(members: Members, name: str) -> np.ndarray:
    return np.load(io.BytesIO(members[f"{name}.npy"])).copy()


def save_array(members: Members, name: str, array: np.ndarray, *, hashed: bool = True) -> None:
    """Put another array into the file, with the sha256 that a careful forger would write."""
    file = io.BytesIO()
    np.save(file, array)
    members[f"{name}.npy"] = file.getvalue()
    if hashed:
        sha256 = json.loads(members["manifest.json"])["sha256"]
        sha256[name] = hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
        edit_manifest(members, sha256=sha256)


def forget_vectors() -> None:
    """Back to where the shop was before anything was embedded."""
    ImageEmbedding.objects.all().delete()


def stored(space: EmbeddingSpace | None = None) -> dict[int, list]:
    """What is stored for each picture, in one space or the only one: state, features, vector."""
    rows = ImageEmbedding.objects.all() if space is None else space.embeddings.all()
    return {
        image: values
        for image, *values in rows.values_list("image_id", "state", "features", "vector")
    }
