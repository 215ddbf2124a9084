"""Which spaces an engine follows: every active one, and none that was given up."""

from __future__ import annotations

from django.db import connection, transaction

from embeddings.index.external.asking import asking
from embeddings.index.external.following.models import FollowedSpace, SearchEngine
from embeddings.index.external.following.rest import is_rested, let_rest
from embeddings.index.external.store import StoreAwayError, VectorStore
from embeddings.models import EmbeddingSpace

State = SearchEngine.State


def follow_engine(name: str) -> SearchEngine:
    """The engine by its name, which is followed from now on if it was not."""
    engine, _made = SearchEngine.objects.get_or_create(name=name)
    if engine.state == State.RETIRED:
        engine.state = State.FOLLOWED
        engine.save(update_fields=["state"])
        engine.spaces.update(filled_to=0, filled_at=None, writers=None)
    return engine


def follow_spaces(engine: SearchEngine) -> None:
    """Follow every active space; triggers note its changes as soon as this is committed."""
    known = engine.spaces.values("space")
    for space in EmbeddingSpace.objects.active().exclude(pk__in=known):
        follow_space(engine, space)


def follow_space(engine: SearchEngine, space: EmbeddingSpace) -> FollowedSpace:
    """Follow this space."""
    return FollowedSpace.objects.get_or_create(engine=engine, space=space)[0]


def empty(followed: FollowedSpace) -> None:
    """Let the space be filled anew from the beginning; PostgreSQL answers meanwhile."""
    FollowedSpace.objects.filter(pk=followed.pk).update(
        filled_to=0, filled_at=None, failures=0, rests_until=None
    )


def forget_given_up(engine: SearchEngine, store: VectorStore) -> None:
    """Give back the room of spaces that were retired; of all where the engine itself was."""
    spaces = engine.spaces.filter(is_rested()).select_related("space")
    if engine.state != State.RETIRED:
        spaces = spaces.filter(space__state=EmbeddingSpace.State.RETIRED)
    for followed in spaces:
        forget_space(engine, store, followed.space)
    if engine.state == State.RETIRED and not engine.spaces.exists():
        engine.delete()


def forget_space(engine: SearchEngine, store: VectorStore, space: EmbeddingSpace) -> bool:
    """Give the room of a space back; False where the engine is away or somebody writes there."""
    with transaction.atomic():
        rows = FollowedSpace.objects.select_for_update(skip_locked=True)
        followed = rows.filter(engine=engine, space=space).first()
        if followed is None:
            return False
        try:
            with asking():
                store.drop(space)
        except StoreAwayError:
            # Asked again by the clock; no search uses it, for it counts as empty until then.
            empty(followed)
            let_rest(followed)
            return False
        followed.delete()
    return True


def share_filled(followed: FollowedSpace) -> float | None:
    """Percent of the pictures that were put there while the space is filled, by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(image_id) FROM embeddings_imageembedding WHERE space_id = %s",
            [followed.space_id],
        )
        last = cursor.fetchone()[0]
    return 100 * min(1.0, followed.filled_to / last) if last else None
