"""How long such work took the last time, and so how long it may take now."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace
from evaluation.jobs.models import SpaceJob

BUILD = "build"
"""Beside the kinds of SpaceJob: from the beginning of a space until every picture is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """The last time that the same was done to the end."""

    seconds: float
    pictures: int
    about: str
    """Name of the space, or what else it was about."""

    def scaled_to(self, pictures: int) -> float:
        """How many seconds as many pictures would take, at the same pace."""
        return self.seconds * max(pictures, 1) / max(self.pictures, 1)


def last_time(kind: str) -> LastTime | None:
    """kind: one of SpaceJob's, or BUILD; None where it has never been done."""
    if kind == BUILD:
        return _last_build()
    done = SpaceJob.objects.filter(
        kind=kind, state=SpaceJob.State.DONE, started_at__isnull=False, finished_at__isnull=False
    )
    job = done.select_related("space", "other").order_by("-finished_at").first()
    if job is None or job.started_at is None or job.finished_at is None:
        return None
    seconds = (job.finished_at - job.started_at).total_seconds()
    about = str(job.space or job.recipe)
    return LastTime(seconds=seconds, pictures=job.pictures, about=about)


def _last_build() -> LastTime | None:
    built = EmbeddingSpace.objects.filter(built_at__isnull=False).order_by("-built_at").first()
    if built is None or built.built_at is None:
        return None
    seconds = (built.built_at - built.created_at).total_seconds()
    # Of those that are there today; how many it was built with is not kept.
    pictures = ProductImage.objects.filter(created_at__lte=built.built_at).count()
    return LastTime(seconds=seconds, pictures=pictures, about=str(built))
