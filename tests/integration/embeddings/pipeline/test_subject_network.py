"""The network that finds things in photos, as it is fetched."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from embeddings.pipeline import (
    SubjectNetwork,
    SubjectNetworkMissingError,
    WeightsMissingError,
    WeightsRefusedError,
    find_by_energy,
    find_by_network,
    find_subject_model,
)
from embeddings.pipeline.subject.box import pixels_of
from embeddings.pipeline.subject.model_file import FILE_NAME, read_subject_model


@pytest.fixture(scope="module")
def network(subject_network: Path) -> SubjectNetwork:
    return SubjectNetwork(subject_network, threads=1)


def photo(size: tuple[int, int] = (600, 400)) -> Image.Image:
    """A dark mug, more or less, on a wooden floor."""
    boards = np.random.default_rng(0).normal(170, 6, (size[1], size[0], 1)) + [20, 0, -40]
    boards[:: max(1, size[1] // 8)] -= 40
    image = Image.fromarray(boards.clip(0, 255).astype(np.uint8))
    ImageDraw.Draw(image).rounded_rectangle(
        pixels_of((0.3, 0.25, 0.25, 0.5), size), radius=20, fill=(20, 40, 120)
    )
    return image


def test_the_thing_is_found_where_it_is(network: SubjectNetwork) -> None:
    subject = find_by_network(photo(), network)
    assert len(subject.boxes) == 1
    assert subject.boxes[0].sides == pytest.approx((0.3, 0.25, 0.25, 0.5), abs=0.06)
    assert not subject.plain


def test_the_same_photo_has_the_same_mask(network: SubjectNetwork, subject_network: Path) -> None:
    again = SubjectNetwork(subject_network, threads=1)
    np.testing.assert_array_equal(network.mask(photo()), again.mask(photo()))


@pytest.mark.parametrize("size", [(1, 500), (500, 1), (1, 1), (5000, 40)])
def test_odd_shapes_are_looked_at(network: SubjectNetwork, size: tuple[int, int]) -> None:
    subject = find_by_network(Image.new("RGB", size, "grey"), network)
    for box in subject.boxes:
        assert 0 <= box.x < box.x + box.width <= 1.0001
        assert 0 <= box.y < box.y + box.height <= 1.0001


def test_a_grey_photo_is_compared_as_it_is(network: SubjectNetwork) -> None:
    subject = find_by_network(Image.new("RGB", (300, 300), (200, 200, 200)), network)
    assert subject.plain or not subject.boxes


@pytest.mark.parametrize("side", [128, 160, 320])
def test_it_can_be_made_to_look_at_another_size(subject_network: Path, side: int) -> None:
    import onnxruntime

    model = read_subject_model(subject_network, side=side)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    pixels = np.zeros((1, 3, side, side), dtype=np.float32)
    found = session.run(None, {session.get_inputs()[0].name: pixels})
    assert found[0].shape == (1, 1, side, side)


def test_a_damaged_file_is_refused_before_anything_of_it_is_used(
    subject_network: Path, tmp_path: Path
) -> None:
    content = bytearray(subject_network.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(WeightsRefusedError, match="sha256"):
        SubjectNetwork(tmp_path / FILE_NAME, threads=1)


def test_without_the_file_it_is_said_how_to_fetch_it(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissingError, match="fetch_subject_network"):
        find_subject_model([tmp_path])


def test_without_the_runtime_it_is_said_that_it_is_missing(
    subject_network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(SubjectNetworkMissingError, match="onnxruntime cannot be imported"):
        SubjectNetwork(subject_network, threads=1)


def test_a_feature_map_offers_a_box_where_it_answers_strongly_and_no_mask() -> None:
    energy = np.ones((7, 7), dtype=np.float32)
    energy[3:5, 1:3] = 9
    subject = find_by_energy(energy)
    (box,) = subject.boxes
    assert box.x < 2 / 7 < box.x + box.width < 4 / 7
    assert subject.mask is None
    assert find_by_energy(np.ones((7, 7), dtype=np.float32)).boxes == ()
