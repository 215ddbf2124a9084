"""A part of a shopper's photo: "x,y,w,h" as shares of its width and height, or "whole"."""

from __future__ import annotations

import math

from django.utils.translation import gettext_lazy as _

from catalog.refusals import RefusedError
from embeddings.photos.region import WHOLE, Region

# Below it there are only a few pixels left, which are a colour and not a thing.
MIN_SIDE = 0.01  # of the photo's own width or height
# What a front-end's own arithmetic may be off by: x + w = 1.0000000002 still means the border.
_ROUNDING = 1e-6


class RegionInvalidError(RefusedError, ValueError):
    """This is no part of a photo; the message says why."""


def parse_region(text: str) -> Region:
    """Read `x,y,w,h`, such as 0.25,0.1,0.5,0.8, or `whole`; raises RegionInvalidError."""
    if text.strip().lower() == "whole":
        return WHOLE
    try:
        x, y, width, height = (float(part) for part in text.split(","))
    except ValueError:
        raise RegionInvalidError(
            "form", _("A region is four numbers: x,y,w,h; or whole.")
        ) from None
    if not all(math.isfinite(side) for side in (x, y, width, height)):
        raise RegionInvalidError("form", _("A region is four finite numbers: x,y,w,h."))
    if width < MIN_SIDE or height < MIN_SIDE:
        raise RegionInvalidError(
            "too_small",
            _("A region's width and height are at least %(least)s of the photo."),
            least=MIN_SIDE,
        )
    if x < 0 or y < 0 or x + width > 1 + _ROUNDING or y + height > 1 + _ROUNDING:
        raise RegionInvalidError(
            "outside", _("A region lies inside the photo: x, y, x + w and y + h from 0 to 1.")
        )
    return x, y, min(width, 1 - x), min(height, 1 - y)
