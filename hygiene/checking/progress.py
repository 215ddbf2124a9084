"""How far the walk through the catalogue is, in words for staff."""

from __future__ import annotations

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils.translation import gettext as _

from hygiene.checking.models import Progress


def describe_progress() -> str:
    """One sentence on when the whole catalogue was last looked at, and whether it is being."""
    progress = Progress.objects.filter(pk=1).first()
    if progress is None:
        return _("The catalogue has not been looked at yet; a worker begins within a minute.")
    if progress.finished_at is None:
        told = _("The catalogue is being looked at for the first time: %(count)d products so far.")
        return told % {"count": progress.examined}
    told = _("The whole catalogue was last looked at %(when)s; changes are noticed by themselves.")
    return told % {"when": naturaltime(progress.finished_at)}
