"""The projections of a space, kept with it in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from embeddings.models import EmbeddingSpace
from embeddings.models import Projection as StoredProjection
from embeddings.pipeline import Projection


def read_projections(space: EmbeddingSpace) -> dict[str, Projection]:
    """The projections that a space's components name, by sha256.

    Raises ValueError for bytes that are not those which were stored.
    """
    found = {}
    for stored in space.projections.all():
        data = bytes(stored.data)
        if hashlib.sha256(data).hexdigest() != stored.sha256:
            raise ValueError(f"A projection of {space} is damaged; build the space anew.")
        found[stored.sha256] = Projection.from_bytes(data)
    return found


def keep_projections(space: EmbeddingSpace, projections: Mapping[str, Projection]) -> None:
    """Store projections with the space whose components name them."""
    StoredProjection.objects.bulk_create(
        StoredProjection(space=space, sha256=sha256, data=projection.to_bytes())
        for sha256, projection in projections.items()
    )
