"""Our networks against torchvision's plain fp32 forward, and what they refuse to load."""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
import threading
from pathlib import Path

import numpy as np
import pytest

from embeddings.pipeline import (
    ENCODERS,
    WeightsMissingError,
    WeightsRefusedError,
    find_weights,
    get_encoder,
)
from embeddings.pipeline.encoders import networks
from embeddings.pipeline.images.preprocess import PREPROCESSINGS
from embeddings.pipeline.runtime.processor import has_native_bf16

NETWORKS = [
    name
    for name, encoder in ENCODERS.items()
    if encoder.network == name and encoder.weights_file and not encoder.weights_package
]
needs_bf16 = pytest.mark.skipif(
    not has_native_bf16(), reason="this processor has no native bf16 (AMX or AVX512_BF16)"
)


def torchvision_features(encoder: str, path: Path, images) -> np.ndarray:
    """The plain way: torchvision's model, transforms and average pool, fp32, one at a time."""
    import torch
    import torchvision

    model = torchvision.models.get_model(encoder, weights=None)
    state = torch.load(path, weights_only=True)
    model.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    model.eval()
    transforms = torchvision.models.get_model_weights(encoder).IMAGENET1K_V1.transforms()
    if encoder == "vgg16":  # its classifier comes before a pool to one place
        model = torch.nn.Sequential(
            model.features, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten()
        )
    setattr(model, "fc" if encoder == "resnet50" else "classifier", torch.nn.Identity())
    with torch.inference_mode():
        return torch.cat([model(transforms(image)[None]) for image in images]).numpy()


def our_features(
    encoder: str, path: Path, images, *, stage="last", pooling="average", precision="fp32"
):
    network = networks.load_network(
        encoder, weights=path, sha256=sha256_of(path), device="cpu", precision=precision
    )
    prepare = PREPROCESSINGS[get_encoder(encoder).preprocessing].apply
    pixels = np.stack([prepare(image) for image in images])
    return network.run(pixels, [(stage, pooling)])[stage, pooling]


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


@pytest.mark.parametrize("encoder", NETWORKS)
def test_each_network_gives_torchvisions_features(encoder, random_weights, scene) -> None:
    path, _ = random_weights(encoder)
    images = [scene(number) for number in range(3)]
    ours = our_features(encoder, path, images)
    assert ours.shape == (3, get_encoder(encoder).dimensions)
    assert ours.dtype == np.float32
    theirs = torchvision_features(encoder, path, images)
    assert cosines(ours, theirs).min() >= 0.9999
    assert np.linalg.norm(ours, axis=1) == pytest.approx(np.linalg.norm(theirs, axis=1), rel=1e-2)


@pytest.mark.parametrize("encoder", ["resnet50", "mobilenet_v2"])
def test_real_weights_on_real_pictures_give_torchvisions_features(
    encoder, weights_dir: Path, real_pictures
) -> None:
    from embeddings.pipeline import open_picture

    path = find_weights(encoder, folders=[weights_dir]).path
    images = [open_picture(picture) for picture in real_pictures]
    theirs = torchvision_features(encoder, path, images)
    assert cosines(our_features(encoder, path, images), theirs).min() >= 0.9999


@needs_bf16
def test_bf16_stays_close(weights_dir: Path, real_pictures) -> None:
    from embeddings.pipeline import open_picture

    path = find_weights("resnet50", folders=[weights_dir]).path
    images = [open_picture(picture) for picture in real_pictures]
    theirs = torchvision_features("resnet50", path, images)
    assert cosines(our_features("resnet50", path, images, precision="bf16"), theirs).min() >= 0.999


def test_layer3_is_the_feature_map_before_the_last_stage(random_weights, scene) -> None:
    import torch
    import torchvision

    path, _ = random_weights("resnet50")
    model = torchvision.models.resnet50(weights=None)
    model.load_state_dict(torch.load(path, weights_only=True))
    model.eval()
    transforms = torchvision.models.ResNet50_Weights.IMAGENET1K_V1.transforms()
    before_last = torch.nn.Sequential(*list(model.children())[:7])
    with torch.inference_mode():
        seen = before_last(transforms(scene(1))[None])
        gem = seen.clamp(min=1e-6).pow(3).mean(dim=(2, 3)).pow(1 / 3).numpy()
    ours = our_features("resnet50", path, [scene(1)], stage="layer3", pooling="gem")
    assert ours.shape == (1, 1024)
    assert cosines(ours, gem).min() >= 0.9999


def test_batch_size_and_batch_mates_change_nothing(random_weights, scene) -> None:
    path, _ = random_weights("resnet50")
    images = [scene(number) for number in range(11)]  # more than one microbatch
    together = our_features("resnet50", path, images)
    alone = np.concatenate([our_features("resnet50", path, [image]) for image in images[:3]])
    assert cosines(together[:3], alone).min() >= 0.99999
    shuffled = our_features("resnet50", path, images[::-1])[::-1]
    assert cosines(together, shuffled).min() >= 0.99999


def test_the_number_of_threads_changes_nothing(random_weights, scene) -> None:
    import torch

    path, sha256 = random_weights("resnet50")
    before, results = torch.get_num_threads(), []
    try:
        for threads in (1, 2):
            networks.load_network("resnet50", weights=path, sha256=sha256, threads=threads)
            assert torch.get_num_threads() == threads
            results.append(our_features("resnet50", path, [scene(1), scene(2)]))
    finally:
        torch.set_num_threads(before)
    assert cosines(*results).min() >= 0.99999


def test_poolings_differ_in_the_way_they_should(random_weights, scene) -> None:
    path, _ = random_weights("resnet50")
    average, gem, peak = (
        our_features("resnet50", path, [scene(1)], pooling=pooling)
        for pooling in ("average", "gem", "max")
    )
    assert (average <= gem + 1e-4).all()
    assert (gem <= peak + 1e-4).all()
    assert average.sum() < gem.sum() < peak.sum()


def test_two_requests_load_a_network_once(random_weights, monkeypatch: pytest.MonkeyPatch) -> None:
    path, sha256 = random_weights("mobilenet_v2")
    loaded, load = [], networks._load
    networks.networks.reset()
    monkeypatch.setattr(networks, "_load", lambda *args: loaded.append(args) or load(*args))
    results: list[networks.Network] = []
    start = threading.Barrier(4)

    def request() -> None:
        start.wait()
        results.append(networks.load_network("mobilenet_v2", weights=path, sha256=sha256))

    threads = [threading.Thread(target=request) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 1
    assert len(results) == 4
    assert len({id(r) for r in results}) == 1


def test_half_precision_weights_are_computed_with_in_full(
    random_weights, tmp_path: Path, scene
) -> None:
    import torch

    path, _ = random_weights("mobilenet_v2")
    halves = tmp_path / "halves.pth"
    state = torch.load(path, weights_only=True)
    torch.save({k: v.half() if v.is_floating_point() else v for k, v in state.items()}, halves)
    ours = our_features("mobilenet_v2", halves, [scene(1)])
    theirs = torchvision_features("mobilenet_v2", halves, [scene(1)])
    assert cosines(ours, theirs).min() >= 0.9999


class Payload:
    """Unpickled without care, this writes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return os.system, (f"touch {self.path}",)


@pytest.mark.parametrize("how", ["pickle", "torch.save", "in a state dict"])
def test_a_pickle_payload_is_refused_and_not_executed(how, tmp_path: Path) -> None:
    import torch

    path, proof = tmp_path / "evil.pth", tmp_path / "executed"
    if how == "pickle":
        path.write_bytes(pickle.dumps(Payload(proof)))
    elif how == "torch.save":
        torch.save(Payload(proof), path)
    else:
        torch.save({"conv1.weight": torch.zeros(1), "bn1.weight": Payload(proof)}, path)
    with pytest.raises(WeightsRefusedError, match="not a file of plain weights"):
        networks.load_network("resnet50", weights=path, sha256=sha256_of(path))
    assert not proof.exists()


def test_a_damaged_file_is_refused_before_it_is_read(
    random_weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    whole, sha256 = random_weights("mobilenet_v2")
    data = bytearray(whole.read_bytes())
    data[len(data) // 2] ^= 1
    flipped, truncated = tmp_path / "flipped.pth", tmp_path / "truncated.pth"
    flipped.write_bytes(data)
    truncated.write_bytes(whole.read_bytes()[:-1000])
    networks.networks.reset()
    monkeypatch.setattr(torch, "load", lambda *_, **__: pytest.fail("a damaged file was read"))
    for path in (flipped, truncated):
        with pytest.raises(WeightsRefusedError, match="damaged"):
            networks.load_network("mobilenet_v2", weights=path, sha256=sha256)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really a zip", b"\x80\x04."])
def test_a_file_of_something_else_is_refused_in_words(content, tmp_path: Path) -> None:
    path = tmp_path / "odd.pth"
    path.write_bytes(content)
    with pytest.raises(WeightsRefusedError, match="not a file of plain weights"):
        networks.load_network("resnet50", weights=path, sha256=sha256_of(path))


def test_what_torch_saved_that_is_no_table_of_tensors_is_refused(tmp_path: Path) -> None:
    import torch

    path = tmp_path / "odd.pth"
    for odd in ([torch.zeros(2)], {"conv1.weight": 3}, torch.zeros(2)):
        torch.save(odd, path)
        with pytest.raises(WeightsRefusedError, match="not a file of plain weights"):
            networks.load_network("resnet50", weights=path, sha256=sha256_of(path))


def test_the_weights_of_another_network_are_refused(random_weights) -> None:
    path, sha256 = random_weights("mobilenet_v2")
    with pytest.raises(WeightsRefusedError, match="no weights for resnet50"):
        networks.load_network("resnet50", weights=path, sha256=sha256)


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissingError, match="gone"):
        networks.load_network("resnet50", weights=tmp_path / "gone.pth", sha256="0" * 64)


@pytest.mark.parametrize(
    ("native", "faster", "precision"),
    [(True, True, "bf16"), (True, False, "fp32"), (False, True, "fp32")],
)
def test_bf16_is_chosen_only_where_it_is_native_and_faster(
    native, faster, precision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(networks, "has_native_bf16", lambda: native)
    monkeypatch.setattr(networks, "bf16_is_faster", lambda: faster)
    assert networks.choose_precision("cpu") == precision


@pytest.mark.skipif(
    has_native_bf16() or platform.machine() != "x86_64", reason="it may be faster in bf16"
)
def test_emulated_bf16_is_not_faster() -> None:
    assert not networks.bf16_is_faster.__wrapped__()
