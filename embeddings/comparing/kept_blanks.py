"""Blank pictures that were kept before blank ones were noticed as they came."""

from __future__ import annotations

import logging

from PIL import Image

from catalog.images.blank import is_blank
from catalog.images.renditions import RENDITION_WIDTHS, rendition_name
from catalog.images.storage import picture_storage
from infra.files.away import StorageAwayError

logger = logging.getLogger(__name__)


def is_kept_blank(name: str) -> bool:
    """Whether there is nothing to see in a kept picture: name of its file -> 1 ms.

    Looks at its smallest rendition, which the shop has written itself; one that cannot be read
    is for those to tell who embed the picture.
    """
    try:
        with (
            picture_storage().open_stored(rendition_name(name, RENDITION_WIDTHS[0])) as file,
            Image.open(file, formats=["JPEG"]) as image,
        ):
            return is_blank(image.convert("RGB"))
    except StorageAwayError:
        raise  # says nothing of this picture
    except OSError as error:
        logger.warning("could not look at %s: %s", name, error)
        return False
