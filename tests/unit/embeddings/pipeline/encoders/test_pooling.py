"""Average, max and generalised mean over the places of a feature map."""

from __future__ import annotations

import pytest

from embeddings.pipeline.encoders.pooling import pool


@pytest.fixture
def feature_map():
    import torch

    return torch.tensor([1.0, 2.0, 3.0, 6.0]).view(1, 1, 2, 2)


@pytest.mark.parametrize(
    ("pooling", "value"), [("average", 3.0), ("max", 6.0), ("gem", (252 / 4) ** (1 / 3))]
)
def test_each_pooling_is_its_formula(pooling, value, feature_map) -> None:
    assert pool(feature_map, pooling).tolist() == [[pytest.approx(value)]]


def test_gem_of_negative_activations_is_finite(feature_map) -> None:
    assert pool(-feature_map, "gem").isfinite().all()


def test_half_precision_is_summed_in_full(feature_map) -> None:
    import torch

    assert pool(feature_map.bfloat16(), "average").dtype == torch.float32


def test_an_unknown_pooling_is_refused(feature_map) -> None:
    with pytest.raises(ValueError, match="median"):
        pool(feature_map, "median")
