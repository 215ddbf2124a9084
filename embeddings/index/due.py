"""Measuring again soon what could not be measured while its space changed."""

from __future__ import annotations

from embeddings.index.base import IndexStatus
from embeddings.index.engines import vector_index
from embeddings.models import EmbeddingSpace
from infra import publisher

# Asked for anew every half minute (`tend_spaces`) until it is done.
_EXPIRES_SECONDS = 30


def measure_due_recalls() -> None:
    """Ask a worker to measure each index whose recall nobody knows; returns at once.

    A space is due while `recall_measured_at` is empty: never measured, or given up because its
    pictures were being replaced.
    """
    for space in EmbeddingSpace.objects.active().filter(recall_measured_at=None):
        if vector_index().read_status(space) == IndexStatus.VALID and not _is_filling(space):
            publisher.send(
                "embeddings.tasks.measure_recall", space.pk, True, expires_seconds=_EXPIRES_SECONDS
            )


def mark_due(space: EmbeddingSpace) -> None:
    """Let the space's recall be measured as soon as its pictures rest; the old figure stays."""
    EmbeddingSpace.objects.filter(pk=space.pk).update(recall_measured_at=None)


def _is_filling(space: EmbeddingSpace) -> bool:
    """Whether pictures wait: the measurement itself judges how many are too many."""
    return space.embeddings.pending().exists()
