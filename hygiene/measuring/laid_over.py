"""Two pictures laid over each other, to tell a copy from another view of the same thing."""

from __future__ import annotations

import logging

import numpy as np
import numpy.typing as npt
from PIL import Image

from catalog.images.renditions import RENDITION_WIDTHS, rendition_name
from catalog.images.storage import picture_storage
from catalog.models import ProductImage
from infra.files.away import StorageAwayError

logger = logging.getLogger(__name__)

_SIDE = 48  # px, whatever their shape: a copy may have been stretched
_CUTS = (0.0, 0.01, 0.02, 0.03, 0.04)  # of each side, as if one had been cropped

Floats = npt.NDArray[np.float32]


def difference(one: ProductImage, other: ProductImage) -> float | None:
    """Root of the mean square of their grey points, 0 to 255, with either cropped as fits best.

    Their smallest renditions are read; None where one cannot be.
    """
    first, second = _cuts(one), _cuts(other)
    if not first or not second:
        return None
    pairs = [(cut, second[0]) for cut in first] + [(first[0], cut) for cut in second]
    return min(float(np.sqrt(np.square(cut - whole).mean())) for cut, whole in pairs)


def _cuts(image: ProductImage) -> list[Floats]:
    """The picture as it is, and what is left when a little is cut off all around: (48, 48) each."""
    name = rendition_name(image.image.name or "", RENDITION_WIDTHS[0])
    try:
        with (
            picture_storage().open_stored(name) as file,
            Image.open(file, formats=["JPEG"]) as opened,
        ):
            grey = opened.convert("L")
    except StorageAwayError:
        raise  # says nothing of this picture
    except OSError as error:
        logger.warning("could not look at %s: %s", name, error)
        return []
    return [np.asarray(_cut(grey, share), dtype=np.float32) for share in _CUTS]


def _cut(grey: Image.Image, share: float) -> Image.Image:
    across, down = share * grey.width, share * grey.height
    box = (across, down, grey.width - across, grey.height - down)
    return grey.resize((_SIDE, _SIDE), Image.Resampling.BILINEAR, box=box)
