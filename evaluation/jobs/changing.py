"""What takes a moment is done while staff wait, and kept like what takes long."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace
from embeddings.spaces import lifecycle
from evaluation.jobs.asking import JobRefusedError
from evaluation.jobs.models import JobKind, SpaceJob

Kind, State = SpaceJob.Kind, SpaceJob.State


def change_now(kind: JobKind, *, user: User | None, space: EmbeddingSpace) -> SpaceJob:
    """Activate a space, go back to it, or give it up; its vectors are then removed by a worker.

    Raises JobRefusedError where this cannot be done, or not any more: somebody was quicker.
    """
    started = timezone.now()
    try:
        _CHANGES[kind](space)
    except lifecycle.SpaceRefusedError as refusal:
        raise JobRefusedError("not_possible", "%(why)s", why=str(refusal)) from refusal
    return SpaceJob.objects.create(
        kind=kind,
        state=State.DONE,
        space=space,
        asked_for=f"{kind}:{space.pk}",
        user=user,
        started_at=started,
        finished_at=timezone.now(),
        pictures=ProductImage.objects.count(),
    )


def _activate(space: EmbeddingSpace) -> None:
    if space.state == EmbeddingSpace.State.LIVE:
        raise JobRefusedError("is_live", _("%(space)s is live already."), space=space)
    lifecycle.activate(space)


def _roll_back(space: EmbeddingSpace) -> None:
    target = lifecycle.way_back()
    if target is None or target.pk != space.pk:
        raise JobRefusedError(
            "moved_on",
            _("The way back does not lead to %(space)s any more; look again."),
            space=space,
        )
    lifecycle.activate(space)


_CHANGES: dict[JobKind, Callable[[EmbeddingSpace], None]] = {
    Kind.ACTIVATE: _activate,
    Kind.ROLL_BACK: _roll_back,
    Kind.RETIRE: lifecycle.give_up,
}
