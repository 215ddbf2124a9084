"""Names that can be read: one of blanks or of characters without a shape would be no name."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Letters and symbols to Unicode, and blank on every screen: Hangul's fillers, Braille without dots.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def is_visible(text: str) -> bool:
    """Whether anything of it has a shape: not controls, formats, separators or lone marks."""
    return any(unicodedata.category(each)[0] not in "CZM" and each not in _BLANK for each in text)


def validate_visible(text: str) -> None:
    """Raises ValidationError, code invisible."""
    if not is_visible(text):
        raise ValidationError(_("Nothing of it can be seen."), code="invisible")
