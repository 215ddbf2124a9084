"""What of a photo is compared: the thing, several things, the part that was asked for, or all."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from embeddings.pipeline.subject.box import Box, Rectangle, crop, pixels_of
from embeddings.pipeline.subject.finder import Subject
from embeddings.pipeline.subject.framing import WHOLE, has_plain_background, set_on_white
from embeddings.pipeline.subject.regions import propose_boxes
from embeddings.pipeline.subject.view import view_photo

SIZE = (400, 300)


def mask_of(*things: Rectangle) -> np.ndarray:
    mask = np.zeros((160, 160), dtype=np.float32)
    for thing in things:
        left, top, right, bottom = pixels_of(thing, (160, 160))
        mask[top:bottom, left:right] = 1
    return mask


def photo_of(*things: Rectangle, background: str = "") -> tuple[Image.Image, Subject]:
    """Red things on a carpet, or on a background of one colour, and what was found of them."""
    noise = np.random.default_rng(0).integers(0, 255, (SIZE[1], SIZE[0], 3), dtype=np.uint8)
    image = Image.new("RGB", SIZE, background) if background else Image.fromarray(noise)
    for thing in things:
        ImageDraw.Draw(image).rectangle(pixels_of(thing, SIZE), fill="red")
    mask = mask_of(*things)
    plain = has_plain_background(image, mask)
    return image, Subject(boxes=tuple(propose_boxes(mask)), mask=mask, plain=plain)


THING = (0.25, 0.2, 0.3, 0.5)
OTHER = (0.7, 0.6, 0.2, 0.3)


def test_the_thing_stands_alone_on_white_in_the_middle_of_a_square() -> None:
    image, subject = photo_of(THING)
    view = view_photo(image, subject)
    (shown,) = view.images
    pixels = np.asarray(shown)
    rows, columns = np.nonzero((pixels == (255, 0, 0)).all(axis=2))

    assert view.framing == "white"
    assert view.parts == (subject.boxes[0].sides,)
    assert shown.width == shown.height
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert abs(columns.mean() / shown.width - 0.5) < 0.03
    assert abs(rows.mean() / shown.height - 0.5) < 0.03
    # Of the carpet nothing is left beside what the mask's edge blends in.
    strange = (pixels.max(axis=2) < 200).mean()
    assert strange < 0.02


def test_of_several_things_all_are_compared_together_and_each_alone() -> None:
    image, subject = photo_of(THING, OTHER)
    view = view_photo(image, subject)
    assert len(view.images) == len(view.parts) == 3
    assert view.parts[1:] == tuple(box.sides for box in subject.boxes)


@pytest.mark.parametrize("background", ["white", "#f2f0ee"])
def test_a_packshot_is_compared_as_it_is(background: str) -> None:
    image, subject = photo_of(THING, background=background)
    view = view_photo(image, subject)
    assert (view.framing, view.parts) == ("whole", (WHOLE,))
    assert view.images == (image,)


def test_a_thing_on_a_wall_of_one_strong_colour_is_cut_out() -> None:
    image, subject = photo_of(THING, background="#2050a0")
    assert view_photo(image, subject).framing == "white"


def test_a_photo_that_its_thing_fills_is_not_cut() -> None:
    image, subject = photo_of(WHOLE)
    view = view_photo(image, subject)
    assert (view.framing, view.images) == ("whole", (image,))


def test_where_nothing_was_found_the_photo_is_compared_as_it_is() -> None:
    image, _ = photo_of(THING)
    assert view_photo(image, Subject()).framing == "whole"


def test_the_whole_photo_can_be_asked_for() -> None:
    image, subject = photo_of(THING)
    assert view_photo(image, subject, WHOLE).images == (image,)


def test_of_a_part_the_thing_in_it_is_compared() -> None:
    image, subject = photo_of(THING, OTHER)
    view = view_photo(image, subject, (0.2, 0.15, 0.4, 0.6))
    assert (view.framing, view.parts) == ("white", ((0.2, 0.15, 0.4, 0.6),))


def test_a_part_in_which_nothing_was_found_is_compared_as_it_is() -> None:
    image, subject = photo_of(THING)
    part = (0.0, 0.0, 0.2, 0.2)
    view = view_photo(image, subject, part)
    assert view.framing == "box"
    assert view.images[0].tobytes() == crop(image, part).tobytes()


@pytest.mark.parametrize("size", [(1, 400), (400, 1), (1, 1)])
def test_photos_of_one_pixel_are_cut_without_error(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, "red")
    subject = Subject(
        boxes=(Box(x=0.2, y=0.2, width=0.3, height=0.3, score=1),), mask=mask_of(THING)
    )
    for part in (None, (0.99, 0.99, 0.01, 0.01), (0.2, 0.2, 0.3, 0.3)):
        view = view_photo(image, subject, part)
        assert all(min(shown.size) >= 1 for shown in view.images)


def test_on_white_nothing_of_the_thing_is_in_what_the_encoders_crop_cuts_off() -> None:
    image, subject = photo_of(THING)
    shown = set_on_white(image, subject.mask, THING)
    border = round(shown.width * (256 - 224) / 2 / 256)
    pixels = np.asarray(shown).astype(int)
    pixels[border:-border, border:-border] = 255
    assert pixels.min() > 200
