"""However a camera was held, its picture has the same vector."""

from __future__ import annotations

import pytest

from embeddings.pipeline import SpaceEncoder, compose, find_weights, open_picture
from embeddings.worker.encoder_cache import weight_folders
from tests.fixtures.real_data import real_network
from tests.pictures import STORED_AS, turned


@pytest.fixture(params=["random weights", "real weights"])
def encoder(request, component, random_weights) -> SpaceEncoder:
    """The default space, on a network that was never trained and on one that was."""
    if request.param == "real weights":
        network = real_network()
        file = find_weights(network, folders=weight_folders())
        path, sha256 = file.path, file.sha256
    else:
        network = "resnet50"
        path, sha256 = random_weights(network)
    parts = [component(network, weights_sha256=sha256), component("hog"), component("lab_color")]
    return SpaceEncoder(parts, weights={network: path}, precision="fp32")


def test_the_eight_orientations_of_a_picture_have_one_vector(encoder, scene) -> None:
    images = [open_picture(turned(scene(3), orientation)) for orientation in STORED_AS]
    features = encoder.encode([*images, scene(4)])
    start = 0
    for part in encoder.components:
        block = features[:, start : start + part.dimensions]
        vectors = compose(block, [part])
        assert (vectors[:8] @ vectors[:8].T).min() >= 0.99, part.encoder
        start += part.dimensions
    whole = compose(features, encoder.components)
    assert whole[0] @ whole[8] < 0.99  # another picture has another vector
