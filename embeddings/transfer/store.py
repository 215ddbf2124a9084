"""Storing a file's vectors for the pictures of this shop that wait for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db.models import F, FilteredRelation, Q

from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.queue import queue_missing
from embeddings.transfer.progress import show_progress
from embeddings.transfer.read import EmbeddingsFile
from embeddings.vectors.store import store_brought_vectors

Digests = npt.NDArray[np.bytes_]

_SETTLED = (ImageEmbedding.State.READY, ImageEmbedding.State.IGNORED)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an import did, or would do; counts of pictures."""

    space: EmbeddingSpace | None
    """Where; none in a dry run that would begin one."""
    stored: int
    """Now have the file's vector."""
    present: int
    """Are in the file, and had a vector already, or are not to be compared."""
    left: int
    """Are in the file, but a worker was storing theirs at that moment, or they were replaced."""
    waiting: int
    """Of this shop that have no vector and are not in the file."""
    unknown: int
    """In the file that this shop does not have."""


@dataclass(frozen=True)
class _Pictures:
    """This shop's pictures and where each stands in a space, by ascending digest."""

    digests: Digests
    ids: npt.NDArray[np.int64]
    """Of the embedding; 0 where there is none."""
    ready: npt.NDArray[np.bool_]
    """Whether they need nothing: they have a vector, or are not to be compared."""


def store_file(
    file: EmbeddingsFile, space: EmbeddingSpace | None, *, dry_run: bool = False
) -> Outcome:
    """Give the file's vectors to those pictures of this shop that wait and have the same bytes.

    The file must have passed `check_numbers`, and the space have its components; without a space
    every picture counts as waiting, and nothing is stored. Each batch is a transaction, so an
    import that broke off is completed by another. Wakes no worker.
    """
    if space is not None and not dry_run:
        # Pictures without a row yet would be missed.
        while queue_missing():
            pass
    ours = _read_pictures(space)
    theirs = file.digests()
    places = np.minimum(np.searchsorted(theirs, ours.digests), len(theirs) - 1)
    matched = theirs[places] == ours.digests
    wanted = matched & ~ours.ready
    stored = int(wanted.sum())
    if space is not None and not dry_run:
        stored = _store(file, theirs, places[wanted], ours.ids[wanted])
    return Outcome(
        space=space,
        stored=stored,
        present=int((matched & ours.ready).sum()),
        left=int(wanted.sum()) - stored,
        waiting=int((~matched & ~ours.ready).sum()),
        unknown=len(theirs) - len(np.unique(places[matched])),
    )


def _read_pictures(space: EmbeddingSpace | None) -> _Pictures:
    images = ProductImage.objects.order_by().annotate(
        embedding=FilteredRelation(
            "embeddings",
            condition=Q(
                embeddings__space_id=space.pk if space else None, embeddings__digest=F("sha256")
            ),
        )
    )
    rows = images.values_list("sha256", "embedding__pk", "embedding__state")
    kind = np.dtype([("digest", "S32"), ("id", np.int64), ("ready", np.bool_)])
    found = np.fromiter(
        (
            (bytes.fromhex(digest), pk or 0, state in _SETTLED)
            for digest, pk, state in rows.iterator()
        ),
        dtype=kind,
    )
    found = found[np.argsort(found["digest"], kind="stable")]
    return _Pictures(found["digest"], found["id"], found["ready"])


def _store(
    file: EmbeddingsFile,
    theirs: Digests,
    places: npt.NDArray[np.intp],
    ids: npt.NDArray[np.int64],
) -> int:
    """Store the file's rows at the ascending places in the embeddings with these ids; how many."""
    stored = done = 0
    features = file.batches("features") if file.manifest.has_features else None
    vectors = file.batches("vectors")
    for batch in show_progress(vectors, doing="storing", pictures=len(theirs)):
        described = next(features) if features else None
        here = slice(*np.searchsorted(places, (done, done + len(batch))))
        rows = places[here] - done
        if len(rows):
            stored += store_brought_vectors(
                ids[here].tolist(),
                [digest.ljust(32, b"\0").hex() for digest in theirs[places[here]].tolist()],
                None if described is None else described[rows],
                batch[rows],
            )
        done += len(batch)
    return stored
