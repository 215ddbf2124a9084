"""What ResNet50 in bytes loses in mAP@10; each set is asked by weights that the other chose."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.data.labelled_pictures import Floats, LabelledSet, labelled_sets
from benchmarks.quality.recipes import UNFITTED, K, ask
from benchmarks.report import table
from embeddings.pipeline import (
    SpaceEncoder,
    find_weights,
    networks_in,
    open_picture,
    resolve_recipe,
)
from embeddings.pipeline.encoders.quantised.__main__ import quantise_weights
from embeddings.worker.encoder_cache import weight_folders
from evaluation.grades.metrics import average_precision_at

IN_BYTES = UNFITTED.replace("resnet50", "resnet50_int8")
PICTURES = 64
BATCH = 16


def run() -> None:
    """Print mAP@10 of the default recipe, nothing fitted, in fp32 or bf16 and in bytes."""
    root = os.environ.get("VITRINE_TEST_DATA")
    if not root:
        print("No labelled pictures: VITRINE_TEST_DATA is unset.")
        return
    sets = labelled_sets(Path(root))
    rows = []
    for pictures, others in zip(sets, reversed(sets), strict=True):
        with tempfile.TemporaryDirectory() as folder:
            folders = [*weight_folders(), Path(folder)]
            step = len(others.paths) // PICTURES
            chose = [others.root / path for path in others.paths[::step][:PICTURES]]
            quantise_weights("resnet50_int8", chose, folders=folders)
            plain, in_bytes = (_encode(r, pictures, folders) for r in (UNFITTED, IN_BYTES))
        for question, labels in pictures.questions.items():
            values = [
                average_precision_at(*ask(vectors, labels)[:2], k=K).mean()
                for vectors in (plain, in_bytes)
            ]
            rows.append([question, *(f"{v:.3f}" for v in values), f"{values[1] - values[0]:+.4f}"])
    table(["mAP@10", "fp32 or bf16", "in bytes", "change"], rows)


def _encode(recipe: str, pictures: LabelledSet, folders: list[Path]) -> Floats:
    files = {name: find_weights(name, folders=folders) for name in networks_in(recipe)}
    parts = resolve_recipe(recipe, {name: file.sha256 for name, file in files.items()})
    encoder = SpaceEncoder(parts, weights={name: file.path for name, file in files.items()})
    rows = []
    for at in range(0, len(pictures.paths), BATCH):
        paths = [pictures.root / path for path in pictures.paths[at : at + BATCH]]
        rows.append(encoder.encode([open_picture(p, min_side=encoder.min_side) for p in paths]))
    return encoder.compose(np.concatenate(rows))
