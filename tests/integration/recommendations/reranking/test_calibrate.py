"""A cosine in points, by the scale of its space, or of its blocks where they weigh otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from embeddings.models import EmbeddingSpace
from recommendations.reranking.calibrate import points_in
from tests.builders.random_catalogue import COMPONENTS
from tests.builders.scales import calibration
from tests.factories import EmbeddingSpaceFactory

CALIBRATION = calibration(0.5, 0.8, blocks={"visual": (0.6, 0.8, 1.0), "colour": (0.1, 0.8, 1.0)})
AS_KEPT_BEFORE = {
    "pictures": 60,
    "pairs": 1_700,
    "median": 0.5,
    "p99": 0.8,
    "blocks": {
        "visual": {"median": 0.6, "p99": 0.8},
        "colour": {"median": 0.1, "p99": 0.8},
    },
}


def make_space(kept: dict[str, Any]) -> EmbeddingSpace:
    return EmbeddingSpaceFactory.build(
        components=[component.to_json() for component in COMPONENTS],
        calibration=kept,
        state="live",
    )


@pytest.mark.parametrize("kept", [CALIBRATION, AS_KEPT_BEFORE], ids=["now", "before"])
@pytest.mark.parametrize(
    ("score", "points"),
    [(-1, 0), (0.5, 0), (0.65, 25), (0.8, 50), (0.9, 75), (1, 100), (1.001, 100)],
)
def test_a_score_is_said_by_the_scale_of_the_space(kept, score, points) -> None:
    assert points_in(make_space(kept))(score) == points


@pytest.mark.parametrize("kept", [CALIBRATION, AS_KEPT_BEFORE], ids=["now", "before"])
def test_other_weights_weigh_the_scales_of_the_blocks(kept) -> None:
    space = make_space(kept)
    assert points_in(space, weights={"colour": 1})(0.1) == 0
    assert points_in(space, weights={"colour": 2})(0.45) == 25
    assert points_in(space, weights={"visual": 1, "colour": 1})(0.35) == 0


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"median": 1.0, "p99": 1.0, "blocks": {}},
        {"median": 0.5, "p99": 1.0, "blocks": {}},
        {"median": 0.5, "p99": 1.0},
    ],
)
def test_where_nothing_is_known_the_cosine_itself_is_said(kept) -> None:
    space = make_space(kept)
    assert [points_in(space)(score) for score in (-0.2, 0.0, 0.5, 1.0)] == [0, 0, 50, 100]


def test_where_a_block_has_no_scale_the_cosine_itself_is_said() -> None:
    flat = calibration(0.5, 0.8, blocks={"visual": (0.6, 0.8, 1.0), "colour": (1.0, 1.0, 1.0)})
    assert points_in(make_space(flat), weights={"colour": 1})(0.7) == 70
    assert points_in(make_space(calibration(0.5, 0.8)), weights={"colour": 1})(0.7) == 70
