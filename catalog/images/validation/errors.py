"""The two ways in which image validation says no."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.refusals import RefusedError


class PictureRefusedError(RefusedError):
    """This file may not enter; `str()` is one sentence that names the rule and the numbers.

    code: empty, too_many_bytes, format, too_many_pixels, side_too_long, side_too_short,
    too_many_scans, too_many_segments or undecodable; too_many of pictures that one form holds. The
    sentence is fit for shoppers and staff.
    """


def damaged(name: str) -> PictureRefusedError:
    """The refusal of a file that no decoder can read; name: of its format."""
    return PictureRefusedError(
        "undecodable",
        _("The %(format)s file is damaged or incomplete and cannot be read."),
        format=name,
    )


class ValidationBusyError(Exception):
    """Too many pictures are being decoded just now; the same file may pass in a moment."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or gettext("Too many pictures at once; try again in a moment."))
