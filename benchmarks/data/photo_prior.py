"""Measure the means of photos that a shop starts with (embeddings/pipeline/vectors/*.npz).

Every second photo of VITRINE_TEST_DATA/clothing, seen whole, cut to the thing, and set on white:

    VITRINE_TEST_DATA=... .venv/bin/python -m benchmarks.data.photo_prior
"""

from __future__ import annotations

import os
from pathlib import Path

import django
import numpy as np
import numpy.typing as npt
from PIL import Image

Floats = npt.NDArray[np.float32]

RECIPES = (
    "resnet50:average+resnet50:gem+resnet50:max+resnet50_layer3:gem+hog+lab_color",
    "efficientnet_lite0:average+efficientnet_lite0_middle:gem",
    "mobilenet_v2:average",
)
EVERY = 2  # photos; the mean of a half differs from that of all by 0.02 of its length


def measure() -> None:
    """Write the file anew from the photos."""
    from benchmarks.data.labelled_pictures import labelled_sets
    from embeddings.pipeline import (
        SpaceEncoder,
        SubjectNetwork,
        find_by_network,
        find_subject_model,
        find_weights,
        networks_in,
        open_picture,
        resolve_recipe,
        view_photo,
    )
    from embeddings.pipeline.subject.box import crop
    from embeddings.pipeline.vectors.compose import unit
    from embeddings.pipeline.vectors.photo_prior import PRIOR_FILE, prior_key
    from embeddings.worker.encoder_cache import weight_folders

    _, home = labelled_sets(Path(os.environ["VITRINE_TEST_DATA"]))
    network = SubjectNetwork(find_subject_model(weight_folders()), threads=1)
    encoders = []
    for recipe in RECIPES:
        files = {name: find_weights(name, folders=weight_folders()) for name in networks_in(recipe)}
        components = resolve_recipe(recipe, {name: file.sha256 for name, file in files.items()})
        weights = {name: file.path for name, file in files.items()}
        encoders.append(SpaceEncoder(components, weights=weights))
    sums: dict[str, Floats] = {}
    counts: dict[str, int] = {}
    for path in home.paths[::EVERY]:
        image = open_picture(home.root / path)
        subject = find_by_network(image, network)
        framed: dict[str, Image.Image] = {"whole": image}
        if subject.boxes and not subject.plain:
            framed["box"] = crop(image, subject.boxes[0].sides)
            framed["white"] = view_photo(image, subject, subject.boxes[0].sides).images[0]
        for encoder in encoders:
            features = encoder.encode(list(framed.values()))
            ends = np.cumsum([part.feature_dimensions for part in encoder.components])[:-1]
            for part, block in zip(
                encoder.components, np.split(features, ends, axis=1), strict=True
            ):
                for framing, row in zip(framed, unit(block), strict=True):
                    if row.any():
                        key = prior_key(part, framing)
                        sums[key] = sums.get(key, 0) + row
                        counts[key] = counts.get(key, 0) + 1
    means = {key: (sums[key] / counts[key]).astype(np.float16) for key in sums}
    np.savez_compressed(PRIOR_FILE, allow_pickle=False, **means)
    print(f"{PRIOR_FILE}: {len(means)} means of {min(counts.values())} or more photos.")


if __name__ == "__main__":
    django.setup()
    measure()
