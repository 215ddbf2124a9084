"""The table of encoders against torchvision's own facts."""

from __future__ import annotations

import pytest

from embeddings.pipeline import ENCODERS, get_encoder
from embeddings.pipeline.images.preprocess import PREPROCESSINGS

NETWORKS = [
    name
    for name, encoder in ENCODERS.items()
    if encoder.network == name and encoder.weights_file and not encoder.weights_package
]


@pytest.fixture(params=NETWORKS)
def network(request) -> str:
    return request.param


@pytest.fixture
def published(network):
    from torchvision.models import get_model_weights

    return get_model_weights(network).IMAGENET1K_V1


def test_the_file_is_the_one_torchvision_publishes(network, published) -> None:
    assert published.url.endswith("/" + get_encoder(network).weights_file)
    assert len(get_encoder(network).sha256_prefix) == 8


def test_the_preprocessing_is_the_one_of_the_weights(network, published) -> None:
    theirs = published.transforms()
    ours = PREPROCESSINGS[get_encoder(network).preprocessing]
    assert [ours.resize_to] == theirs.resize_size
    assert [ours.crop_to] == theirs.crop_size
    assert ours.resample.name.lower() == theirs.interpolation.value
    assert (list(ours.mean), list(ours.std)) == (theirs.mean, theirs.std)


def test_hand_crafted_encoders_fit_a_halfvec_beside_a_network() -> None:
    assert get_encoder("hog").dimensions < 2000
    assert get_encoder("resnet50").dimensions + get_encoder("lab_color").dimensions < 4000
