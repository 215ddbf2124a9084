"""What a shopper sees of a photo's parts: the frame on it, and what else may be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from embeddings.photos.look import PhotoLook
from embeddings.photos.region import WHOLE, Region
from embeddings.pipeline import around

SMALLEST = 5  # percent of the photo: the least that the form takes


@dataclass(frozen=True, kw_only=True)
class PhotoPart:
    """A part of the photo that the page offers, drawn as the photo cut to it."""

    label: str
    frame: dict[str, int] | None
    """In whole percent, as the form takes it; None: what the shop finds by itself."""
    view_box: str
    """The same in pixels of the photo, as SVG wants it."""
    is_current: bool


def frame_of(part: Region) -> dict[str, int]:
    """A part of the photo in whole percent, never beyond its edges: x, y, w, h."""
    (x, w), (y, h) = _percents(part[0], part[2]), _percents(part[1], part[3])
    return {"x": x, "y": y, "w": w, "h": h}


def parts_of(look: PhotoLook, *, asked: Region | None) -> list[PhotoPart]:
    """The things in a photo and the whole of it; none where nothing was found in it."""
    return list(_parts(look, asked)) if look.proposed else []


def _parts(look: PhotoLook, asked: Region | None) -> Iterator[PhotoPart]:
    frame = frame_of(look.part)
    boxes = [box.sides for box in look.proposed]
    if len(boxes) > 1:
        yield _part(look, _("All things"), around(boxes), frame=None, is_current=asked is None)
    for number, sides in enumerate(boxes, start=1):
        alone = len(boxes) == 1
        same = frame_of(sides) == frame
        yield _part(
            look,
            _("The thing we found") if alone else _("Thing %(number)d") % {"number": number},
            sides,
            frame=None if alone else frame_of(sides),
            is_current=same or (alone and asked is None and look.part != WHOLE),
        )
    yield _part(
        look, _("Whole photo"), WHOLE, frame=frame_of(WHOLE), is_current=frame == frame_of(WHOLE)
    )


def _part(
    look: PhotoLook, label: str, sides: Region, *, frame: dict[str, int] | None, is_current: bool
) -> PhotoPart:
    x, y, width, height = (
        round(share * side) for share, side in zip(sides, look.size * 2, strict=True)
    )
    view_box = f"{x} {y} {max(width, 1)} {max(height, 1)}"
    return PhotoPart(label=label, frame=frame, view_box=view_box, is_current=is_current)


def _percents(start: float, length: float) -> tuple[int, int]:
    first = min(round(100 * start), 100 - SMALLEST)
    return first, min(max(round(100 * (start + length)) - first, SMALLEST), 100 - first)
