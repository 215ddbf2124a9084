"""What a search has to know of an engine: may it be asked, and what has it not got yet."""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.spaces.snapshot import SearchedSpace
from infra.prepared import fetch_prepared


@dataclass(frozen=True, kw_only=True)
class Pending:
    """Pictures that changed and that a search of the engine may miss, or meet as they were."""

    image_ids: frozenset[int]
    too_many: bool
    """Whether there are more than were read."""


def read_pending(engine: str, space: SearchedSpace, *, most: int) -> Pending | None:
    """Of an engine that holds all of a space and follows its changes; None of any other.

    Read before the engine is asked: what had changed by then it has got, or it stands here.
    """
    rows = fetch_prepared(
        """
        SELECT ARRAY(
            SELECT image_id FROM embeddings_storechange
            WHERE followed_id = followed.id LIMIT %s + 1
        )
        FROM embeddings_followedspace followed
        JOIN embeddings_searchengine engine ON engine.id = followed.engine_id
        WHERE engine.name = %s AND engine.state <> 'retired'
            AND followed.space_id = %s AND followed.filled_at <= now()
        """,
        (most, engine, space.pk),
    )
    if not rows:
        return None
    ((changed,),) = rows
    return Pending(image_ids=frozenset(changed), too_many=len(changed) > most)
