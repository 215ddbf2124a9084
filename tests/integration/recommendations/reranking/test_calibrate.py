"""A calibrated score: 0 is chance, 50 one random pair in a hundred, 100 the same picture."""

from __future__ import annotations

import pytest

from embeddings.models import EmbeddingSpace
from recommendations.reranking.calibrate import calibrated_score
from tests.builders.random_catalogue import COMPONENTS
from tests.factories import EmbeddingSpaceFactory

CALIBRATION = {
    "median": 0.5,
    "p99": 0.8,
    "blocks": {
        "visual": {"median": 0.6, "p99": 0.8},
        "colour": {"median": 0.1, "p99": 0.8},
    },
}


def make_space(calibration: dict[str, object]) -> EmbeddingSpace:
    return EmbeddingSpaceFactory.build(
        components=[component.to_json() for component in COMPONENTS],
        calibration=calibration,
        state="live",
    )


@pytest.mark.parametrize(
    ("score", "points"),
    [(-1, 0), (0.5, 0), (0.65, 25), (0.8, 50), (0.9, 75), (1, 100), (1.001, 100)],
)
def test_a_score_is_measured_against_random_pairs(score, points) -> None:
    assert calibrated_score(score, make_space(CALIBRATION)) == points


def test_other_weights_weigh_what_chance_would_give() -> None:
    space = make_space(CALIBRATION)
    assert calibrated_score(0.1, space, weights={"colour": 1}) == 0
    assert calibrated_score(0.45, space, weights={"colour": 2}) == 25
    assert calibrated_score(0.35, space, weights={"visual": 1, "colour": 1}) == 0


@pytest.mark.parametrize(
    "calibration", [{}, {"median": 1.0, "p99": 1.0, "blocks": {}}, {"median": 0.5, "p99": 1.0}]
)
def test_where_chance_is_unknown_the_cosine_itself_is_said(calibration) -> None:
    space = make_space(calibration)
    assert [calibrated_score(score, space) for score in (-0.2, 0.0, 0.5, 1.0)] == [0, 0, 50, 100]
