"""A scale is straight lines from cosines to points; both rise, or it is none."""

from __future__ import annotations

from typing import Any

import pytest

from embeddings.spaces.measured.scale import Scale, ScaleError
from embeddings.spaces.measured.scales import Scales


def make(**values: Any) -> Scale:
    fields: dict[str, Any] = {
        "levels": (0, 20, 90, 100),
        "cosines": (0.2, 0.3, 0.8, 1.0),
        "blocks": {},
        **values,
    }
    return Scale(**fields)


def points(scale: Scale | None, cosine: float) -> int:
    assert scale is not None
    return scale.points(cosine)


@pytest.mark.parametrize(
    ("cosine", "points"),
    [
        (-1, 0),
        (0.2, 0),
        (0.25, 10),
        (0.3, 20),
        (0.55, 55),
        (0.8, 90),
        (0.9, 95),
        (1, 100),
        (2, 100),
    ],
)
def test_a_cosine_lies_on_the_line_between_two_that_are_known(cosine, points) -> None:
    assert make().points(cosine) == points


@pytest.mark.parametrize(
    "wrong",
    [
        {"levels": (0, 20, 20, 100)},
        {"levels": (0, 20, 100)},
        {"cosines": (0.3, 0.2, 0.8, 1.0)},
        {"cosines": (0.3, 0.5, 1.0, 1.0)},
        {"levels": (0,), "cosines": (1,)},
        {"blocks": {"colour": (0.1, 1.0)}},
    ],
)
def test_what_does_not_rise_is_no_scale(wrong) -> None:
    with pytest.raises(ScaleError):
        make(**wrong)


def test_blocks_that_weigh_otherwise_weigh_their_lines() -> None:
    scale = make(blocks={"visual": (0.1, 0.2, 0.7, 1.0), "colour": (0.5, 0.6, 0.9, 1.0)})
    assert points(scale.weighted({"visual": 1, "colour": 0}), 0.2) == 20
    assert points(scale.weighted({"visual": 0.5, "colour": 0.5}), 0.4) == 20
    assert scale.weighted({"outline": 1}) is None


def test_a_block_that_stays_level_says_nothing_by_itself() -> None:
    scale = make(blocks={"visual": (0.1, 0.2, 0.7, 1.0), "colour": (1.0, 1.0, 1.0, 1.0)})
    assert scale.weighted({"visual": 0, "colour": 1}) is None
    assert points(scale.weighted({"visual": 0.5, "colour": 0.5}), 0.6) == 20


def test_other_kinds_have_no_lower_floor() -> None:
    assert make(floor=33).floor_other_kinds == 33
    assert make(floor=33, floor_other_kinds=60).floor_other_kinds == 60
    assert make().with_floors(5, 50).floor_other_kinds == 50


def test_scales_are_kept_as_json() -> None:
    scales = Scales(
        pictures=60,
        catalogue=make(
            blocks={"visual": (0.1, 0.2, 0.7, 1.0)},
            floor=33,
            floor_other_kinds=60,
            basis="x",
            pairs=7,
        ),
        photos=make(floor=5),
    )
    assert Scales.from_json(scales.to_json()) == scales
    assert Scales.from_json({}) == Scales()
    assert Scales.from_json(Scales(pictures=3).to_json()) == Scales(pictures=3)
