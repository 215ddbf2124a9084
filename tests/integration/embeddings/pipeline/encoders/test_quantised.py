"""ResNet50 in bytes: near the network that it is made of, the same on every device, or refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from embeddings.pipeline import SpaceEncoder, find_weights, open_picture, resolve_recipe
from embeddings.pipeline.encoders import networks
from embeddings.pipeline.encoders.quantised import __main__ as rounding
from embeddings.pipeline.encoders.quantised import resnet
from embeddings.pipeline.weights.files import (
    WeightsMissingError,
    WeightsRefusedError,
    read_manifest,
)

INT8 = "resnet50_int8"
RECIPE = "resnet50_int8:average+resnet50_int8_layer3:gem"
PLAIN = "resnet50:average+resnet50_layer3:gem"


@pytest.fixture(scope="module")
def pictures(scene, tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pictures")
    for number in range(16):
        scene(number).save(folder / f"{number:02d}.jpg")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def plain(random_weights, tmp_path_factory) -> Path:
    """A folder with random weights of the network that it is made of."""
    path, sha256 = random_weights("resnet50")
    folder = tmp_path_factory.mktemp("plain")
    (folder / path.name).symlink_to(path)
    entry = {"file": path.name, "sha256": sha256}
    (folder / "manifest.json").write_text(json.dumps({"encoders": {"resnet50": entry}}))
    return folder


@pytest.fixture(scope="module")
def made(plain, pictures, tmp_path_factory):
    """Weights in bytes, and the folders of both."""
    folders = [plain, tmp_path_factory.mktemp("made")]
    return rounding.quantise_weights(INT8, pictures, folders=folders), folders


def encode(recipe: str, folders: list[Path], images) -> np.ndarray:
    names = {part.partition(":")[0].removesuffix("_layer3") for part in recipe.split("+")}
    files = {name: find_weights(name, folders=folders) for name in names}
    components = resolve_recipe(recipe, {name: file.sha256 for name, file in files.items()})
    weights = {name: file.path for name, file in files.items()}
    return SpaceEncoder(components, weights=weights, device="cpu", precision="fp32").encode(images)


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


def test_it_is_noted_beside_the_weights_and_near_what_it_is_made_of(made, scene) -> None:
    file, folders = made
    assert read_manifest(folders[-1])[INT8].sha256 == file.sha256
    images = [scene(number) for number in range(20, 26)]
    rounded, plain = (encode(recipe, folders, images) for recipe in (RECIPE, PLAIN))
    for block in (slice(0, 2048), slice(2048, None)):
        assert cosines(rounded[:, block], plain[:, block]).min() > 0.99
    assert not np.array_equal(rounded, plain)


def test_devices_without_bytes_give_the_same_numbers(made, scene, monkeypatch) -> None:
    _, folders = made
    images = [scene(number) for number in range(20, 24)]
    given = []
    for in_bytes in (True, False):
        monkeypatch.setattr(resnet, "multiplies_bytes", lambda known=in_bytes: known)
        networks.networks.reset()
        given.append(encode(RECIPE, folders, images))
    networks.networks.reset()
    assert cosines(*given).min() > 0.9995


def test_real_weights_stay_near(weights_dir: Path, real_pictures, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(rounding, "LEAST_COSINE", 0.995)
    folders = [weights_dir, tmp_path]
    rounding.quantise_weights(INT8, real_pictures, folders=folders)
    images = [open_picture(path) for path in real_pictures[:8]]
    rounded, plain = (encode(recipe, folders, images) for recipe in (RECIPE, PLAIN))
    assert cosines(rounded, plain).min() > 0.99


def test_one_that_sees_something_else_is_not_kept(plain, pictures, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(rounding, "LEAST_COSINE", 1.1)
    with pytest.raises(rounding.TooCoarseError, match="sees something else"):
        rounding.quantise_weights(INT8, pictures, folders=[plain, tmp_path])
    assert list(tmp_path.iterdir()) == []


def test_other_weights_in_its_place_are_refused(random_weights) -> None:
    path, sha256 = random_weights("resnet50")
    with pytest.raises(WeightsRefusedError, match="holds no weights for resnet50_int8"):
        networks.load_network(INT8, weights=path, sha256=sha256, device="cpu")


def test_without_its_weights_it_says_how_they_are_made(tmp_path) -> None:
    with pytest.raises(WeightsMissingError, match="encoders quantise resnet50_int8"):
        find_weights(INT8, folders=[tmp_path])


@pytest.mark.parametrize(
    ("recipe", "side"),
    [
        (RECIPE + "+hog+lab_color", 448),
        ("resnet50:average+hog", None),
        ("resnet50_int8:average+resnet50:average", None),
        ("hog+lab_color", None),
    ],
)
def test_pictures_are_decoded_small_only_where_every_network_says_so(recipe, side) -> None:
    parts = resolve_recipe(recipe, {"resnet50": "a" * 64, INT8: "b" * 64})
    files = {"resnet50": Path("x"), INT8: Path("y")}
    assert SpaceEncoder(parts, weights=files).min_side == side
