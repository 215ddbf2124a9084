"""The live space, for whoever answers shoppers: read anew only when it has changed."""

from __future__ import annotations

from embeddings.models import EmbeddingSpace
from infra.prepared import fetch_prepared

_known: dict[tuple[str, ...], EmbeddingSpace] = {}


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
    space = _known.get(version)
    if space is None:
        space = EmbeddingSpace.objects.live()
        if space is not None and str(space.pk) == version[0]:
            _known.clear()
            _known[version] = space
    return space
