"""From a stored file to upright sRGB pixels, or one sentence on why that cannot be."""

from __future__ import annotations

import io
import os
import warnings
from pathlib import Path
from typing import IO

from PIL import Image, UnidentifiedImageError

from catalog.images.srgb import upright_srgb

Source = bytes | str | os.PathLike[str] | IO[bytes]

# Pillow knows some 40 formats, many hardly tested against hostile files; these are what a
# catalogue holds. An MPO (a phone's JPEG with a second picture behind it) is found under JPEG.
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")


class UndecodablePictureError(ValueError):
    """The file is not a whole, readable picture; the message is fit for staff."""


def open_picture(source: Source, *, min_side: int | None = None) -> Image.Image:
    """Read a picture the way a person would see it: upright, on white, in sRGB.

    `min_side` allows a JPEG to be decoded at 1/2, 1/4 or 1/8 of its size as long as its shorter
    side keeps that many pixels, which is several times faster.
    Raises UndecodablePictureError for a broken file, OSError where the path cannot be read.
    file -> RGB image, 8 bit
    """
    if isinstance(source, str | os.PathLike):
        # Read here, so that a missing file stays an OSError and is not mistaken for a broken one.
        source = Path(source).read_bytes()
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(stream, formats=_FORMATS) as image:
                if min_side is not None:
                    image.draft(None, (min_side, min_side))
                image.load()
                return upright_srgb(image)
    except UnidentifiedImageError as error:
        raise UndecodablePictureError(
            "The file is not a picture of a known kind (JPEG, PNG, WebP, AVIF or GIF)."
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UndecodablePictureError(
            "The picture has too many pixels to be decoded safely."
        ) from error
    except MemoryError as error:
        raise UndecodablePictureError("The picture needs more memory than is free.") from error
    # Decoders raise far more than OSError on damaged files: ValueError, SyntaxError,
    # NotImplementedError, struct.error, IndexError, ...
    except Exception as error:
        raise UndecodablePictureError(
            f"The picture is damaged and cannot be read: {error}."
        ) from error
