"""The life of a space: created building, filled by the workers, activated, rolled back, retired."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from embeddings.index import IndexStatus, vector_index
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.creation import begin_successor, create_space, lock_spaces
from embeddings.spaces.measured.progress import has_features, is_built
from infra.stopping import StoppedError

__all__ = [
    "InUseError",
    "NotBuiltError",
    "SpaceRefusedError",
    "activate",
    "clear_retired",
    "create_space",
    "find_successor",
    "finish_built_spaces",
    "give_up",
    "retire",
    "rollback",
    "way_back",
]

logger = logging.getLogger(__name__)

State = EmbeddingSpace.State

_ROWS_AT_ONCE = 5_000


class SpaceRefusedError(Exception):
    """What was asked cannot be done with this space; the message says why."""


class NotBuiltError(SpaceRefusedError):
    """The space cannot go live; the message says why."""


class InUseError(SpaceRefusedError):
    """The space cannot be retired; the message says why."""


def activate(space: EmbeddingSpace) -> None:
    """Let shoppers see this space's answers from the next request on; the old one is kept.

    Raises NotBuiltError for a space that is still being built, was retired, or holds no picture
    although the live one does.
    """
    with transaction.atomic():
        lock_spaces()
        space.refresh_from_db(fields=["state"])
        _refuse_unbuilt(space)
        EmbeddingSpace.objects.filter(state=State.LIVE).update(state=State.READY)
        EmbeddingSpace.objects.filter(pk=space.pk).update(
            state=State.LIVE, activated_at=timezone.now(), activates_when_built=False
        )
    space.refresh_from_db()


def _refuse_unbuilt(space: EmbeddingSpace) -> None:
    if space.state == State.RETIRED:
        raise NotBuiltError(f"{space} is retired; create it anew.")
    if space.state not in (State.READY, State.LIVE):
        waiting = space.embeddings.pending().count()
        raise NotBuiltError(f"{space} is {space.state}; {waiting} pictures wait to be embedded.")
    live = EmbeddingSpace.objects.live()
    if live and live.embeddings.ready().exists() and not space.embeddings.ready().exists():
        raise NotBuiltError(f"{space} holds no embedded picture; shoppers would see nothing.")


def rollback() -> EmbeddingSpace:
    """Make the space live that was so before; raises NotBuiltError when there is none."""
    space = way_back()
    if space is None:
        raise NotBuiltError("No other space has been live before.")
    activate(space)
    return space


def way_back() -> EmbeddingSpace | None:
    """The space that `rollback` would make live."""
    before = EmbeddingSpace.objects.filter(state=State.READY, activated_at__isnull=False)
    return before.order_by("-activated_at").first()


def finish_built_spaces() -> None:
    """Spaces in which no picture waits any more are ready; those that asked for it go live.

    A space that was begun to become another is followed by that one, and makes way for it.
    """
    for space in EmbeddingSpace.objects.filter(state=State.BUILDING):
        if is_built(space):
            EmbeddingSpace.objects.filter(pk=space.pk, state=State.BUILDING).update(
                state=State.READY, built_at=timezone.now()
            )
            if space.activates_when_built and not space.successor_recipe:
                _activate_if_possible(space)
    for space in (
        EmbeddingSpace.objects.active().exclude(state=State.BUILDING).exclude(successor_recipe="")
    ):
        _follow_up(space)


def _activate_if_possible(space: EmbeddingSpace) -> None:
    try:
        activate(space)
    except NotBuiltError as error:
        logger.error("%s", error)


def _follow_up(space: EmbeddingSpace) -> None:
    successor = find_successor(space, space.successor_recipe)
    if successor is None and has_features(space):
        try:
            begin_successor(space)
        except StoppedError:
            return  # the next worker begins it
        except ValueError as error:
            logger.error("%s", error)
            note = f"{space.note} {error}".strip()
            EmbeddingSpace.objects.filter(pk=space.pk).update(successor_recipe="", note=note)
    elif successor is not None and successor.state != State.BUILDING:
        # This waits until the successor is built, since its vectors are made of this space's
        # features.
        EmbeddingSpace.objects.filter(pk=space.pk).update(successor_recipe="")
        if space.activated_at is None:
            give_up(space)


def find_successor(space: EmbeddingSpace, recipe: str) -> EmbeddingSpace | None:
    """The space of this recipe that follows a space, if it has been begun."""
    followers = EmbeddingSpace.objects.active().filter(
        recipe=recipe, features_key=space.features_key, pk__gt=space.pk
    )
    return followers.first() if recipe else None


def retire(space: EmbeddingSpace) -> None:
    """Give a space up for good: its vectors and its index go, its grades and notes stay.

    May be interrupted and called again; `clear_retired` ends it otherwise.
    Raises InUseError for the live space.
    """
    give_up(space)
    _clear(space)


def give_up(space: EmbeddingSpace) -> None:
    """The same as far as it takes no time; `clear_retired` removes what it holds soon after."""
    with transaction.atomic():
        lock_spaces()
        space.refresh_from_db(fields=["state"])
        if space.state == State.LIVE:
            raise InUseError(f"{space} is live; activate another space first.")
        EmbeddingSpace.objects.filter(pk=space.pk).update(
            state=State.RETIRED, activates_when_built=False, successor_recipe=""
        )
        # A space that was to be followed by this one is followed by none now.
        EmbeddingSpace.objects.filter(
            successor_recipe=space.recipe, features_key=space.features_key
        ).update(successor_recipe="")
    space.refresh_from_db()


def clear_retired(*, go_on: Callable[[], bool] = lambda: True) -> None:
    """Remove what spaces that were given up held, or what was uploaded in that second.

    go_on: asked after each piece; the next call removes what it leaves.
    """
    for space in EmbeddingSpace.objects.filter(state=State.RETIRED):
        index = vector_index().read_status(space)
        if space.embeddings.exists() or index != IndexStatus.MISSING:
            _clear(space, go_on=go_on)
            if not go_on():
                return


def _clear(space: EmbeddingSpace, *, go_on: Callable[[], bool] = lambda: True) -> None:
    vector_index().drop(space)
    # In pieces, so that a big space holds up neither other writers nor a worker told to stop.
    while rows := list(space.embeddings.values_list("pk", flat=True)[:_ROWS_AT_ONCE]):
        ImageEmbedding.objects.filter(pk__in=rows).delete()
        if not go_on() and space.embeddings.exists():
            return
    space.projections.all().delete()
    space.photo_spreads.all().delete()
