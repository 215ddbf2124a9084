"""How long an import still takes, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_MINUTE, _HOUR = 60, 3_600


def time_left(seconds: float) -> str:
    """As exact as anybody can know."""
    if seconds < _MINUTE:
        return _("less than a minute left")
    if seconds < _HOUR:
        minutes = round(seconds / _MINUTE)
        told = ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes)
        return told % {"n": minutes}
    hours = round(seconds / _HOUR)
    return ngettext("about %(n)d hour left", "about %(n)d hours left", hours) % {"n": hours}
