"""How far a piece of work on spaces is, for the bar on its page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.imports.run.time_left import time_left
from catalog.models import ProductImage
from evaluation.jobs import last_time
from evaluation.jobs.models import OPEN_STATES, SpaceJob

State = SpaceJob.State

_PATIENCE = timedelta(minutes=3)


def look(job: SpaceJob) -> dict[str, Any]:
    """state, label, is_working, share (null where there is no telling), and words for people."""
    share, words = None, job.progress
    if job.state == State.WAITING:
        words = _waiting(job)
    elif job.is_open and job.is_cancelled:
        words = _("It stops at the next step.")
    elif job.state == State.WORKING and job.started_at:
        seconds = _expected_seconds(job)
        gone = (timezone.now() - job.started_at).total_seconds()
        if seconds and gone < seconds:
            share = gone / seconds
            words = f"{words}, {time_left(seconds - gone)}" if words else time_left(seconds - gone)
    return {
        "state": job.state,
        "label": job.get_state_display(),
        "is_working": job.is_open,
        "share": share,
        "words": words,
    }


def _waiting(job: SpaceJob) -> str:
    before = SpaceJob.objects.filter(state__in=OPEN_STATES, asked_at__lt=job.asked_at).count()
    if before:
        return ngettext(
            "It waits: %(count)d piece of work comes before it.",
            "It waits: %(count)d pieces of work come before it.",
            before,
        ) % {"count": before}
    if timezone.now() - job.asked_at > _PATIENCE:
        return _("No worker has come to it for a while. Tell whoever runs the shop.")
    return _("It waits for a worker.")


def _expected_seconds(job: SpaceJob) -> float | None:
    """By the last time, at the catalogue's size of today; None where it was never done."""
    last = last_time(job.kind)
    return last.scaled_to(ProductImage.objects.count()) if last else None
