"""A shop's own encoder gives what its model gives, or is refused before a picture is embedded."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch

from embeddings.pipeline import (
    SpaceEncoder,
    WeightsMissingError,
    WeightsRefusedError,
    compose,
    find_weights,
    get_encoder,
    known_encoders,
    networks_in,
    plugins,
    resolve_recipe,
)
from embeddings.pipeline.plugins import entry_points
from embeddings.pipeline.plugins.declaration import Declaration
from embeddings.pipeline.plugins.runtimes.onnx_file import has_external_data
from tests.builders.onnx_encoder import write_encoder


def make_encoder(recipe: str = "tiny") -> SpaceEncoder:
    """An encoder for the space of a recipe, whose networks are the shop's own."""
    (name,) = networks_in(recipe)
    file = find_weights(name, folders=[])
    return SpaceEncoder(
        resolve_recipe(recipe, {name: file.sha256}), weights={name: file.path}, threads=1
    )


def test_features_are_the_models_own(encoders_dir: Path, scene) -> None:
    path = write_encoder(encoders_dir / "tiny")
    images = [scene(number, size=(32, 32)) for number in range(11)]
    rows = make_encoder().encode(images)
    x = np.stack([np.asarray(image) for image in images]).transpose(0, 3, 1, 2)
    (expected,) = onnxruntime.InferenceSession(path).run(
        None, {"picture": ((x / 255 - 0.5) / 0.5).astype(np.float32)}
    )
    assert rows.shape == (11, 24)
    assert np.abs(rows - expected).max() < 5e-3 * np.abs(expected).max()  # stored as halves


def test_a_model_for_one_picture_at_a_time_gives_the_same(encoders_dir: Path, scene) -> None:
    images = [scene(number) for number in range(5)]
    write_encoder(encoders_dir / "tiny")
    write_encoder(encoders_dir / "single", batch=1, name="single")
    assert np.allclose(
        make_encoder().encode(images), make_encoder("single").encode(images), rtol=1e-3
    )


def test_beside_others_it_makes_one_vector(encoders_dir: Path, scene) -> None:
    write_encoder(encoders_dir / "tiny")
    encoder = make_encoder("tiny*0.7+lab_color*0.3")
    rows = encoder.encode([scene(1), scene(2)])
    vectors = compose(rows, encoder.components)
    assert vectors.shape == (2, 24 + 294)
    assert np.linalg.norm(vectors[:, :24], axis=1) == pytest.approx(0.7**0.5, abs=1e-3)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kernel": float("nan")}, "not finite"),
        ({"side": 64, "size": 32}, r"takes picture tensor\(float\)"),
        ({"dimensions": 25}, r"gives \(1, 24\); declared are 25"),
        ({"external": True}, "other files"),
    ],
    ids=str,
)
def test_a_model_that_is_not_what_was_declared_is_refused(
    encoders_dir: Path, changes, said
) -> None:
    write_encoder(encoders_dir / "tiny", **changes)
    with pytest.raises(WeightsRefusedError, match=said):
        make_encoder().warm_up()


def test_another_file_under_the_same_name_is_refused(encoders_dir: Path) -> None:
    path = write_encoder(encoders_dir / "tiny")
    encoder = make_encoder()
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(WeightsRefusedError, match="damaged"):
        encoder.warm_up()
    with pytest.raises(WeightsRefusedError, match="damaged"):
        find_weights("tiny", folders=[])
    path.unlink()
    with pytest.raises((WeightsMissingError, ValueError), match=r"gone|no file"):
        find_weights("tiny", folders=[])


def test_what_is_no_model_is_refused(encoders_dir: Path) -> None:
    path = write_encoder(encoders_dir / "tiny")
    path.write_bytes(b"no model")
    sha256 = hashlib.sha256(b"no model").hexdigest()
    declaration = path.with_name("encoder.json")
    declaration.write_text(json.dumps({**json.loads(declaration.read_text()), "sha256": sha256}))
    with pytest.raises(WeightsRefusedError, match="not a model in the ONNX format"):
        make_encoder().warm_up()


@pytest.mark.parametrize("data", [b"", b"\xff" * 40, b"\x3a\x05abc"])
def test_what_cannot_be_read_as_a_model_names_no_other_files(data) -> None:
    assert has_external_data(data) is False


def test_a_network_of_timm_runs_on_a_file_of_weights(encoders_dir: Path, scene) -> None:
    import timm

    torch.manual_seed(0)
    model = timm.create_model("resnet10t", pretrained=False).eval()
    folder = encoders_dir / "small"
    folder.mkdir()
    network: Any = model
    torch.save(network.state_dict(), folder / "weights.pth")
    declare(folder, name="small", timm="resnet10t", file="weights.pth", dimensions=512, size=96)
    rows = make_encoder("small").encode([scene(1, size=(96, 96))])
    x = torch.from_numpy(np.array(scene(1, size=(96, 96)))).permute(2, 0, 1)[None] / 255
    with torch.inference_mode():
        seen = (x - 0.5) / 0.5
        expected = network.forward_head(network.forward_features(seen), pre_logits=True).numpy()
    assert np.abs(rows - expected).max() < 2e-3 * max(1, np.abs(expected).max())


@pytest.mark.parametrize(
    ("timm_name", "said"),
    [("no_such_net", "knows no network 'no_such_net'"), ("resnet18", "holds no weights for")],
)
def test_an_unknown_network_or_others_weights_are_refused(
    encoders_dir: Path, timm_name, said
) -> None:
    folder = encoders_dir / "small"
    folder.mkdir()
    torch.save({"a": torch.zeros(2)}, folder / "weights.pth")
    declare(folder, name="small", timm=timm_name, file="weights.pth", dimensions=512, size=96)
    with pytest.raises(WeightsRefusedError, match=said):
        make_encoder("small").warm_up()


def declare(folder: Path, **values: object) -> None:
    data = (folder / str(values["file"])).read_bytes()
    common = {"licence": "MIT", "mean": [0.5] * 3, "std": [0.5] * 3}
    (folder / "encoder.json").write_text(
        json.dumps(common | {"sha256": hashlib.sha256(data).hexdigest()} | values)
    )


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed Python package that brings an encoder along."""
    module = tmp_path / "their_encoder.py"
    module.write_text(
        "import numpy as np\ndef load(path):\n    return lambda x: x.mean(axis=(2, 3))\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    return module


def point_at(monkeypatch: pytest.MonkeyPatch, declared: object, *, name: str = "their") -> None:
    """Have an entry point give this, or raise it."""

    def load(self: EntryPoint) -> object:
        if isinstance(declared, Exception):
            raise declared
        return declared

    point = EntryPoint(name=name, value="their_encoder:declare", group=entry_points.GROUP)
    monkeypatch.setattr(EntryPoint, "load", load)
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point])
    plugins.reset()


def declaration_of(module: Path, **changes: object) -> Declaration:
    values: dict = {
        "name": "their",
        "file": module,
        "sha256": hashlib.sha256(module.read_bytes()).hexdigest(),
        "licence": "MIT",
        "dimensions": 3,
        "size": 32,
        "resize": 32,
        "mean": (0.0, 0.0, 0.0),
        "std": (1.0, 1.0, 1.0),
        "loader": "their_encoder:load",
    }
    return Declaration(**{**values, **changes})


def test_a_package_brings_an_encoder_by_an_entry_point(package, monkeypatch, scene) -> None:
    point_at(monkeypatch, lambda: declaration_of(package))
    assert get_encoder("their").dimensions == 3
    assert "their_encoder" not in sys.modules, "declaring loads nothing"
    rows = make_encoder("their").encode([scene(1, size=(32, 32))])
    expected = np.asarray(scene(1, size=(32, 32))).mean(axis=(0, 1)) / 255
    assert rows[0] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (ImportError("no module named theirs"), "no module named theirs"),
        ("a text", "it is <class 'str'>"),
        (None, "it is <class 'NoneType'>"),
    ],
    ids=str,
)
def test_a_package_that_declares_nonsense_is_refused(package, monkeypatch, declared, said) -> None:
    point_at(monkeypatch, declared)
    assert "resnet50" in known_encoders()
    with pytest.raises(ValueError, match=f"The encoder 'their' is refused: .*{said}"):
        get_encoder("their")


def test_a_package_is_checked_as_a_folder_is(package, monkeypatch) -> None:
    point_at(monkeypatch, declaration_of(package, licence=""))
    with pytest.raises(ValueError, match="licence must be named"):
        get_encoder("their")


def test_a_package_that_does_not_load_is_refused(package, monkeypatch) -> None:
    point_at(monkeypatch, declaration_of(package, loader="their_encoder:absent"))
    with pytest.raises(WeightsRefusedError, match="their_encoder:absent does not load"):
        make_encoder("their").warm_up()
