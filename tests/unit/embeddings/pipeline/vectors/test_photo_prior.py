"""The mean of photos that a shop starts with."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.pipeline import get_encoder, prior_mean

MEASURED = [
    "resnet50",
    "resnet50_layer3",
    "efficientnet_lite0",
    "efficientnet_lite0_middle",
    "mobilenet_v2",
    "hog",
    "lab_color",
]


@pytest.mark.parametrize("encoder", MEASURED)
@pytest.mark.parametrize("framing", ["whole", "box", "white"])
def test_a_mean_of_unit_features(component, encoder: str, framing: str) -> None:
    mean = prior_mean(component(encoder), framing)
    assert mean is not None
    assert mean.shape == (get_encoder(encoder).dimensions,)
    assert 0.1 < np.linalg.norm(mean) < 1


def test_a_thing_on_white_has_a_mean_of_its_own(component) -> None:
    part = component("resnet50")
    assert not np.array_equal(prior_mean(part, "white"), prior_mean(part, "whole"))


def test_of_other_features_nothing_is_known(component) -> None:
    assert prior_mean(component("resnet50", preprocessing="another"), "whole") is None
    assert prior_mean(component("vgg16"), "whole") is None
