"""Where two pictures match: the cells' numbers add up to the cosine that their vectors have."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from embeddings.pipeline import (
    ComponentMatch,
    Exactness,
    SpaceEncoder,
    add_up,
    fit_projection,
    match_pictures,
    reweigh,
)
from embeddings.pipeline.encoders.pooling import GEM_FLOOR, GEM_POWER
from embeddings.pipeline.matching.contributions import contributions
from embeddings.pipeline.matching.outlines import cells_of_outlines
from embeddings.pipeline.matching.pooled import cells_of_map, frame_of
from embeddings.pipeline.vectors.compose import unit
from tests.pictures import draw

SEEN: dict[str, Any] = {"preprocessing": "imagenet-256-crop-224", "size": (400, 300)}


@pytest.fixture
def maps():
    random = np.random.default_rng(3)
    return [random.gamma(0.4, size=(7, 7, 64)).astype(np.float32) for _ in range(2)]


def test_the_whole_vectors_cosine_is_the_sum_of_all_cells(component, scene) -> None:
    pictures = [scene(number) for number in range(24)]
    plain = SpaceEncoder([component("hog"), component("lab_color")])
    features = plain.encode(pictures)
    rows = {"hog": unit(features[:, :1764]), "lab_color": unit(features[:, 1764:])}
    fitted = {name: fit_projection(each, dimensions=8) for name, each in rows.items()}
    projected = SpaceEncoder(
        [
            component(name, weight=weight, dimensions=8, projection=fitted[name].sha256)
            for name, weight in (("hog", 0.7), ("lab_color", 0.3))
        ],
        projections={each.sha256: each for each in fitted.values()},
    )
    for encoder in (plain, projected):
        one, other = encoder.compose(features[:2])
        matches = match_pictures(encoder, *pictures[:2])
        for side in (0, 1):
            total = sum(sum(match.heats[side].values) for match in matches)
            assert total == pytest.approx(float(one @ other), abs=2e-3)
        assert sum(match.share for match in matches) == pytest.approx(1)
        assert [ComponentMatch.from_told(match.told()) for match in matches] == list(matches)


def test_of_a_mean_each_cell_has_exactly_what_would_be_missing_without_it(maps) -> None:
    one, other = (cells_of_map(each, pooling="average", **SEEN) for each in maps)
    vectors = [unit(each.mean(axis=(0, 1))[None])[0] for each in maps]
    lengths = [np.linalg.norm(each.mean(axis=(0, 1))) for each in maps]

    found = contributions(one, other, None)

    assert one.exactness == Exactness.EXACT
    assert found.sum() == pytest.approx(float(vectors[0] @ vectors[1]), abs=1e-5)
    without = maps[0].reshape(49, 64).copy()
    without[10] = 0
    missing = without.mean(axis=0) / lengths[0] @ vectors[1]
    assert found[10] == pytest.approx(found.sum() - missing, abs=1e-5)


def test_powers_and_maxima_are_shared_out_and_said_to_be(maps) -> None:
    pooled = {
        "gem": [
            (each.clip(min=GEM_FLOOR) ** GEM_POWER).mean(axis=(0, 1)) ** (1 / GEM_POWER)
            for each in maps
        ],
        "max": [each.max(axis=(0, 1)) for each in maps],
    }
    for pooling, features in pooled.items():
        one, other = (cells_of_map(each, pooling=pooling, **SEEN) for each in maps)
        assert one.exactness == Exactness.SHARED
        assert one.parts.sum(axis=0) == pytest.approx(unit(features[0][None])[0], abs=1e-5)
        cosine = float(unit(features[0][None])[0] @ unit(features[1][None])[0])
        assert contributions(one, other, None).sum() == pytest.approx(cosine, abs=1e-5)


def test_a_picture_that_shows_no_outline_leaves_the_cosine_to_the_others(component) -> None:
    encoder = SpaceEncoder([component("hog"), component("lab_color")])
    blank, ball = draw("white", size=64).crop((0, 0, 8, 8)), draw("red")
    outlines, colours = match_pictures(encoder, blank, ball)
    one, other = encoder.compose(encoder.encode([blank, ball]))

    assert outlines.cosine == 0
    assert set(outlines.heats[0].values) == {0.0}
    assert sum(colours.heats[0].values) == pytest.approx(float(one @ other), abs=2e-3)


def test_grids_lie_where_the_encoder_looked() -> None:
    assert frame_of(SEEN["preprocessing"], (256, 256)) == pytest.approx(
        (1 / 16, 1 / 16, 7 / 8, 7 / 8)
    )
    left, top, width, height = frame_of(SEEN["preprocessing"], (400, 300))
    assert (top, height) == pytest.approx((1 / 16, 7 / 8))
    assert left + width / 2 == pytest.approx(0.5, abs=0.002)
    assert width * 400 == pytest.approx(height * 300, abs=1)
    # A flat picture stands in the middle of a square of outlines, which reaches beyond it.
    flat = cells_of_outlines(draw().resize((256, 128)))
    assert flat.frame == pytest.approx((8 / 128, -24 / 64, 112 / 128, 112 / 64))


def test_a_shape_is_found_where_it_stands(component) -> None:
    encoder = SpaceEncoder([component("lab_color")])
    (match,) = match_pictures(encoder, draw("red"), draw("red", shape="rectangle"))
    heat = np.array(match.heats[0].values).reshape(8, 8)
    assert heat[3:5, 3:5].sum() > 0.2 * heat.sum()
    assert heat[0].sum() < 0.02 * heat.sum()


def test_other_weights_scale_the_cells_as_they_scale_the_cosine(component, scene) -> None:
    encoder = SpaceEncoder(
        [
            component("hog", weight=0.6),
            component("hog", weight=0.2),
            component("lab_color", weight=0.2),
        ]
    )
    matches = match_pictures(encoder, scene(1), scene(2))
    shape, _again, colour = (match.cosine for match in matches)
    for weights, wanted in (
        ({"visual": 1, "colour": 3}, 0.25 * shape + 0.75 * colour),
        ({"colour": 2}, colour),
    ):
        told = reweigh(matches, weights)
        total = sum(sum(match.heats[0].values) for match in told)
        assert total == pytest.approx(wanted, abs=1e-4)
        assert sum(match.share for match in told) == pytest.approx(1)


def test_all_components_together_on_one_grid_lose_nothing(component, scene) -> None:
    encoder = SpaceEncoder([component("hog"), component("lab_color")])
    matches = match_pictures(encoder, scene(1, size=(300, 500)), scene(2, size=(640, 200)))
    for side in (0, 1):
        whole = add_up(matches, side=side)
        assert (whole.rows, whole.columns) == (8, 8)
        every = sum(sum(match.heats[side].values) for match in matches)
        assert sum(whole.values) == pytest.approx(every, abs=1e-4)
