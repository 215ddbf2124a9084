"""What a shopper sees of a photo's parts: the frame on it, and what else may be looked at."""

from __future__ import annotations

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


def default_frame(look: PhotoLook) -> dict[str, int]:
    """The frame around what the shop looks at by itself."""
    return frame_of(around(look.by_default))


def parts_of(look: PhotoLook) -> list[PhotoPart]:
    """The things in a photo and the whole of it; none where nothing was found in it."""
    boxes = [box.sides for box in look.proposed]
    if not boxes:
        return []
    names = [_("Thing %(number)d") % {"number": number} for number in range(1, len(boxes) + 1)]
    named = list(zip([_("What we found")] if len(boxes) == 1 else names, boxes, strict=True))
    if len(look.by_default) > 1:
        named.insert(0, (_("All things"), around(boxes)))
    return [_part(look, label, sides) for label, sides in [*named, (_("Whole photo"), WHOLE)]]


def _part(look: PhotoLook, label: str, sides: Region) -> PhotoPart:
    frame = frame_of(sides)
    is_default = frame == default_frame(look)
    x, y, width, height = (
        round(share * side) for share, side in zip(sides, look.size * 2, strict=True)
    )
    return PhotoPart(
        label=label,
        frame=None if is_default else frame,
        view_box=f"{x} {y} {max(width, 1)} {max(height, 1)}",
        is_current=frame == frame_of(look.part),
    )


def _percents(start: float, length: float) -> tuple[int, int]:
    first = min(round(100 * start), 100 - SMALLEST)
    return first, min(max(round(100 * (start + length)) - first, SMALLEST), 100 - first)
