"""JPEG on disk to stored row, against the well-known tutorial's loop, on the same pictures.

The worker computes in fp32 (bf16 where that is quicker), and in bytes.

The loop: open, resize to 224 x 224, torchvision's ResNet50 in fp32, global max pooling, L2 norm,
one picture at a time, into a list.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torchvision
from PIL import Image

from benchmarks.environment import embed_all, fill_catalogue
from benchmarks.load import timed
from benchmarks.report import spread, table
from catalog.models import ProductImage
from embeddings.conf import conf
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import compose, find_weights, open_picture
from embeddings.spaces.creation import create_space
from embeddings.spaces.quantising import quantise_encoder
from embeddings.vectors.store import store_vectors
from embeddings.worker.encoder_cache import encoder_for, weight_folders

PICTURES = 96
TUTORIAL_PICTURES = 24
IN_BYTES = "resnet50_int8"
ROUNDS = 5
# torchvision's documentation: 4.09 G multiply-adds a picture, each of them two operations.
RESNET50_GFLOP = 8.18


def run() -> None:
    """Print images/s of both, their ratio, the share of the machine's peak, and where time goes."""
    fill_catalogue(PICTURES)
    print(quantise_encoder(IN_BYTES, pictures=PICTURES))
    spaces = {"fp32 or bf16": EmbeddingSpace.objects.get(state="live")}
    spaces["in bytes"] = create_space(f"{IN_BYTES}+lab_color")
    embed_all()
    paths = [Path(image.image.path) for image in ProductImage.objects.all()[:PICTURES]]
    tutorial = tutorial_loop()
    ours: dict[str, list[float]] = {name: [] for name in spaces}
    theirs = []
    for _ in range(ROUNDS):
        for name, space in spaces.items():
            ours[name].append(_ours(space, len(paths)))
        started = time.perf_counter()
        for path in paths[:TUTORIAL_PICTURES]:
            tutorial(path)
        theirs.append(TUTORIAL_PICTURES / (time.perf_counter() - started))
    peak = _peak_gflops()
    print(f"{PICTURES} pictures, {ROUNDS} interleaved rounds, {torch.get_num_threads()} threads.\n")
    rows = [["tutorial's loop: file to list", spread(theirs), "1", ""]]
    for name, rates in ours.items():
        ratios = [mine / other for mine, other in zip(rates, theirs, strict=True)]
        share = [100 * rate * RESNET50_GFLOP / peak for rate in rates]
        rows.append([f"this worker, {name}", spread(rates), spread(ratios, 2), spread(share, 0)])
    table(["", "images/s: median (min to max)", "ratio", f"% of {peak:.0f} GFLOP/s"], rows)
    for space in spaces.values():
        _breakdown(space, paths[: conf.EMBED_BATCH_PICTURES])


def _ours(space: EmbeddingSpace, count: int) -> float:
    rows = ImageEmbedding.objects.filter(space=space)
    rows.update(state="pending", attempts=0, vector=None, features=None)
    started = time.perf_counter()
    embed_all()
    return count / (time.perf_counter() - started)


def tutorial_loop(device: str = "cpu") -> Callable[[Path], None]:
    """What looks at one file in the loop's way, on the processor or a card."""
    file = find_weights("resnet50", folders=weight_folders())
    state = torch.load(file.path, weights_only=True)
    model = torchvision.models.resnet50()
    model.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    network = torch.nn.Sequential(*list(model.children())[:-2]).eval().to(device)
    prepare = torchvision.transforms.Compose(
        [
            torchvision.transforms.Resize((224, 224)),
            torchvision.transforms.ToTensor(),
            torchvision.transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ]
    )
    features: list[np.ndarray] = []

    @torch.no_grad()
    def look(path: Path) -> None:
        pixels = prepare(Image.open(path).convert("RGB")).unsqueeze(0).to(device)
        vector = network(pixels).amax(dim=(2, 3))[0].cpu().numpy()
        features.append(vector / np.linalg.norm(vector))

    return look


def _peak_gflops(side: int = 2048) -> float:
    a, b = torch.randn(side, side), torch.randn(side, side)
    a @ b
    return 2 * side**3 / min(timed(lambda: a @ b, times=7)) / 1e9


def _breakdown(space: EmbeddingSpace, paths: list[Path]) -> None:
    """Milliseconds a picture of each stage, one after the other and on one thread but for torch."""
    encoder = encoder_for(space)
    data = [path.read_bytes() for path in paths]
    images = [open_picture(each, min_side=encoder.min_side) for each in data]
    prepared = [encoder.prepare(image) for image in images]
    features = encoder.encode_prepared(prepared)
    vectors = compose(features, space.parts)
    ids = list(space.embeddings.values_list("pk", flat=True)[: len(paths)])

    def store() -> None:
        rows = ImageEmbedding.objects.filter(pk__in=ids)
        rows.update(state="pending", vector=None, claim="benchmark")
        store_vectors(ids, features, vectors, token="benchmark")

    stages = {
        "read, sha256": lambda: [hashlib.sha256(path.read_bytes()) for path in paths],
        "decode": lambda: [open_picture(each, min_side=encoder.min_side) for each in data],
        "prepare (crop, colour histogram)": lambda: [encoder.prepare(image) for image in images],
        "forward, pool": lambda: encoder.encode_prepared(prepared),
        "compose": lambda: compose(features, space.parts),
        "store": store,
    }
    rows = []
    for name, stage in stages.items():
        stage()
        rows.append([name, spread([1000 * s / len(paths) for s in timed(stage, times=5)], 2)])
    print(f"Space {space}, batches of {conf.EMBED_BATCH_PICTURES}.\n")
    table(["stage", "ms a picture: median (min to max)"], rows)
