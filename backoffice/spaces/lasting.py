"""How long something took the last time, in words that staff can plan by."""

from __future__ import annotations

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.jobs import last_time

_MINUTE, _HOUR = 60, 3_600


def told_last_time(kind: str) -> str:
    """kind: as `last_time` takes it."""
    last = last_time(kind)
    if last is None:
        return _("It has not been done here yet, so nobody knows how long it takes.")
    return ngettext(
        "The last time (%(about)s) it took %(time)s, with %(pictures)s picture in the shop.",
        "The last time (%(about)s) it took %(time)s, with %(pictures)s pictures in the shop.",
        last.pictures,
    ) % {
        "about": last.about,
        "time": in_words(last.seconds),
        "pictures": intcomma(last.pictures),
    }


def in_words(seconds: float) -> str:
    """A duration, as exactly as it matters."""
    if seconds < 1:
        return _("less than a second")
    if seconds < 2 * _MINUTE:
        return ngettext("%(n)d second", "%(n)d seconds", round(seconds)) % {"n": round(seconds)}
    if seconds < 2 * _HOUR:
        minutes = round(seconds / _MINUTE)
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = round(seconds / _HOUR)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
