"""Every picture enters through here: `admit` it, or tell its sender which rule it broke."""

from catalog.gate.admit import AdmittedPicture, admit
from catalog.gate.limits import CATALOG_LIMITS, PHOTO_LIMITS, PictureLimits
from catalog.gate.refusals import GateBusy, PictureRefused

__all__ = [
    "CATALOG_LIMITS",
    "PHOTO_LIMITS",
    "AdmittedPicture",
    "GateBusy",
    "PictureLimits",
    "PictureRefused",
    "admit",
]
