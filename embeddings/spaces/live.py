"""The live space, for whoever answers shoppers: read anew only when it has changed."""

from __future__ import annotations

from embeddings.models import EmbeddingSpace
from infra.prepared import fetch_prepared
from infra.process_state import PerProcess

_live = PerProcess[dict[tuple[str, ...], EmbeddingSpace]](dict)


def live_space() -> EmbeddingSpace | None:
    """The space whose answers shoppers see; none before the first is activated. Not to be changed.

    Asks PostgreSQL which row that is and in which version: a tenth of the work.
    """
    versions = fetch_prepared(
        "SELECT id::text, xmin::text, ctid::text"
        " FROM embeddings_embeddingspace WHERE state = 'live'",
        (),
    )
    if not versions:
        return None
    (version,) = versions
    known = _live.get()
    space = known.get(version)
    if space is None:
        space = EmbeddingSpace.objects.live()
        if space is not None and str(space.pk) == version[0]:
            known.clear()
            known[version] = space
    return space
