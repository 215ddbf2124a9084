"""Every picture is validated here, from wherever it comes."""

from catalog.images.validation.errors import PictureRefusedError, ValidationBusyError
from catalog.images.validation.limits import CATALOG_LIMITS, PHOTO_LIMITS, PictureLimits
from catalog.images.validation.validate import ValidatedPicture, as_it_is, validate_picture

__all__ = [
    "CATALOG_LIMITS",
    "PHOTO_LIMITS",
    "PictureLimits",
    "PictureRefusedError",
    "ValidatedPicture",
    "ValidationBusyError",
    "as_it_is",
    "validate_picture",
]
