"""The live space, for whoever answers shoppers: read anew only when its row has changed."""

from __future__ import annotations

from embeddings.index.engines import ANSWERING, note_answering
from embeddings.models import EmbeddingSpace
from embeddings.spaces.snapshot import SpaceSnapshot
from infra.prepared import fetch_prepared
from infra.process_state import PerProcess

RowVersion = tuple[str, ...]
"""Id of the row, the transaction that wrote it (`xmin`), where it stands in the table (`ctid`)."""

_ASK = f"""
    SELECT id::text, xmin::text, ctid::text, {ANSWERING}
    FROM embeddings_embeddingspace WHERE state = 'live'
"""  # noqa: S608 - a statement too

_live = PerProcess[dict[RowVersion, SpaceSnapshot]](dict)


def live_space() -> SpaceSnapshot | None:
    """The space whose answers shoppers see; none before the first is activated.

    Asks PostgreSQL which row that is and in which version, which is a tenth of the work of reading
    and parsing it; and, by the same statement, which engine answers now. The snapshot of the last
    version is kept.
    """
    rows = fetch_prepared(_ASK, ())
    if not rows:
        return None
    ((*found, engine),) = rows
    note_answering(engine)
    version: RowVersion = tuple(found)
    known = _live.get()
    if space := known.get(version):
        return space
    row = EmbeddingSpace.objects.live()
    if row is None:
        return None
    space = SpaceSnapshot.of(row)
    if str(space.pk) == version[0]:  # else another one went live between the two statements
        known.clear()
        known[version] = space
    return space
