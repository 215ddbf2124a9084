"""The objectives, in one place: what counts as good, and how much of everything shall be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from monitoring.conf import conf

_ANSWERS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0, 10.0)
_UPLOADS = (1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3_600.0, 21_600.0)


@dataclass(frozen=True, kw_only=True)
class Objective:
    """One promise: at least `share` of all events are good."""

    name: str
    """The label `slo` of its metrics."""
    words: Promise
    percent: Callable[[], float]
    threshold: Callable[[], float | None]
    """Seconds within which an event is good; None where it is good or bad by itself."""
    bounds: tuple[float, ...] = ()
    """Upper bounds of its histogram, in seconds."""

    @property
    def share(self) -> float:
        """0 to 1, and never 1: what may not fail at all has no budget."""
        return self.percent() / 100


SIMILAR = Objective(
    name="similar",
    words=_("similar items in time"),
    percent=lambda: conf.SLO_SIMILAR_PERCENT,
    threshold=lambda: conf.SLO_SIMILAR_MS / 1000,
    bounds=_ANSWERS,
)
PHOTO = Objective(
    name="photo",
    words=_("photo searches in time"),
    percent=lambda: conf.SLO_PHOTO_PERCENT,
    threshold=lambda: conf.SLO_PHOTO_MS / 1000,
    bounds=_ANSWERS,
)
UPLOAD = Objective(
    name="upload",
    words=_("uploads found in time"),
    percent=lambda: conf.SLO_UPLOAD_PERCENT,
    threshold=lambda: conf.SLO_UPLOAD_SECONDS,
    bounds=_UPLOADS,
)
COMPLETE = Objective(
    name="complete",
    words=_("complete answers"),
    percent=lambda: conf.SLO_COMPLETE_PERCENT,
    threshold=lambda: None,
)

OBJECTIVES = (SIMILAR, PHOTO, UPLOAD, COMPLETE)
