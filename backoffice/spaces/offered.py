"""What can be done with a space now, what it will do, and how long it took the last time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.spaces.lasting import told_last_time
from backoffice.spaces.permissions import may
from embeddings.models import EmbeddingSpace
from embeddings.spaces.lifecycle import way_back
from evaluation.jobs.models import SpaceJob

State, Kind = EmbeddingSpace.State, SpaceJob.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A button, and what stands beside it before it is pressed."""

    key: str
    label: str
    says: str
    last: str
    address: str
    """Where the form is sent to."""


def steps_of(request: HttpRequest, space: EmbeddingSpace) -> list[Step]:
    """Of one space's page; none for a space that was given up."""
    return [*_changing(request, space), *_giving_up(request, space)]


def step_back(request: HttpRequest) -> Step | None:
    """Of the list: back to what shoppers saw before."""
    target = way_back() if may(request, "change") else None
    if target is None:
        return None
    says = _(
        "Shoppers see the answers of %(target)s again, from the next request on. %(live)s stays "
        "built, and can be activated again."
    ) % {"target": target, "live": EmbeddingSpace.objects.live()}
    label = _("Roll back to %(target)s") % {"target": target}
    return _step("roll_back", label, says, Kind.ROLL_BACK, target)


def _changing(request: HttpRequest, space: EmbeddingSpace) -> Iterator[Step]:
    if not may(request, "change") or space.state == State.RETIRED:
        return
    if space.state == State.READY:
        says = _(
            "Shoppers see the answers of %(space)s from the next request on, on every page and in "
            "the API. %(live)s stays built and up to date: you can roll back to it."
        ) % {"space": space, "live": EmbeddingSpace.objects.live()}
        yield _step("activate", _("Activate"), says, Kind.ACTIVATE, space)
    if space.state == State.BUILDING:
        says = _(
            "Queues pictures that have no place in it yet and wakes the workers, which go on by "
            "themselves. Pictures of the live space come first."
        )
        yield _step("build", _("Build on"), says, "build", space)
    says = _(
        "Tries other projections and weights on the stored features of at most 10,000 pictures. "
        "One half of the products chooses, the other half judges. Nothing is changed, and no "
        "network looks at a picture; what turns out better you may create then."
    )
    yield _step("tune", _("Tune"), says, Kind.TUNE, space)


def _giving_up(request: HttpRequest, space: EmbeddingSpace) -> Iterator[Step]:
    if may(request, "delete") and space.state in (State.READY, State.BUILDING):
        says = _(
            "Its index and its vectors of %(count)s pictures are removed for good, its grades "
            "stay. To have it again it has to be built anew."
        ) % {"count": intcomma(space.embeddings.ready().count())}
        yield _step("retire", _("Give up"), says, Kind.RETIRE, space)


def _step(key: str, label: str, says: str, kind: str, space: EmbeddingSpace) -> Step:
    return Step(
        key=key,
        label=label,
        says=says,
        last=told_last_time(kind),
        address=reverse(f"admin:embeddings_embeddingspace_{key}", args=[space.pk]),
    )
