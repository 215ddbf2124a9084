"""The blocks of a vector stand in the order of the components, and are weighed by their names."""

from __future__ import annotations

import pytest

from embeddings.pipeline import blocks_of


def test_blocks_follow_each_other_and_share_the_cosine(component) -> None:
    visual, colour = blocks_of([component("resnet50", weight=3), component("lab_color", weight=1)])
    assert (visual.name, visual.start, visual.stop) == ("visual", 0, 2048)
    assert (colour.name, colour.start, colour.stop) == ("colour", 2048, 2048 + 294)
    assert (visual.weight, colour.weight) == (0.75, 0.25)


def test_a_projected_block_is_as_long_as_what_it_is_projected_to(component) -> None:
    parts = [component("resnet50", dimensions=256, projection="ab" * 32), component("hog")]
    assert [(block.start, block.stop) for block in blocks_of(parts)] == [(0, 256), (256, 2020)]


@pytest.mark.parametrize(
    ("encoder", "name"), [("vgg16", "visual"), ("hog", "visual"), ("lab_color", "colour")]
)
def test_only_colour_has_a_slider_of_its_own(component, encoder, name) -> None:
    assert blocks_of([component(encoder)])[0].name == name
