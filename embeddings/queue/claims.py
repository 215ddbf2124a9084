"""Out of the durable queue: rows claimed in batches under a lease, and given back or ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.querysets import ImageEmbeddingQuerySet

MAX_ATTEMPTS = 3
# A worker that dies without a word is given up after this; one that lives renews it.
LEASE = timedelta(seconds=30)
MAX_ERROR_CHARACTERS = 400
STOPPED_WORKER = (
    f"Embedding this picture stopped its worker {MAX_ATTEMPTS} times. "
    "Replace the picture, or retry it."
)


@dataclass(frozen=True)
class Job:
    """One claimed row: which picture to embed, and the bytes it must have."""

    embedding_id: int
    image_id: int
    file: str
    digest: str
    traceparent: str = ""
    """Of the trace that asked for it."""


def claimable(space: EmbeddingSpace) -> ImageEmbeddingQuerySet:
    """Rows that wait and that nobody works on, in the order in which they are taken."""
    return (
        ImageEmbedding.objects.in_space(space)
        .pending()
        .filter(attempts__lt=MAX_ATTEMPTS)
        .filter(Q(lease_expires_at=None) | Q(lease_expires_at__lt=Now()))
        .order_by("-priority", "pk")
    )


def claim_batch(space: EmbeddingSpace, *, token: str, size: int) -> list[Job]:
    """Claim rows that nobody tried yet, or else a single one whose attempt did not end well.

    The attempt is counted before a byte is decoded. A row from a crashed batch comes alone, so
    that a picture which kills its worker takes no other with it.
    """
    free = claimable(space)
    return _claim(free.filter(attempts=0), token=token, size=size) or _claim(
        free.filter(attempts__gt=0), token=token, size=1
    )


def _claim(free: ImageEmbeddingQuerySet, *, token: str, size: int) -> list[Job]:
    with transaction.atomic():
        locked = free.select_for_update(skip_locked=True, of=("self",))
        claimed = ImageEmbedding.objects.filter(
            pk__in=list(locked.values_list("pk", flat=True)[:size])
        )
        claimed.update(attempts=F("attempts") + 1, claim=token, lease_expires_at=Now() + LEASE)
        rows = claimed.order_by("-priority", "pk").values_list(
            "pk", "image_id", "image__image", "digest", "traceparent"
        )
        return [Job(*row) for row in rows]


def renew_lease(*, token: str) -> None:
    """Tell the others that this worker still lives."""
    ImageEmbedding.objects.pending().filter(claim=token).update(lease_expires_at=Now() + LEASE)


def release_claims(*, token: str, error: str = "") -> int:
    """Give rows back at once whose attempt is known to have failed; how many."""
    return (
        ImageEmbedding.objects.pending()
        .filter(claim=token)
        .update(claim="", lease_expires_at=None, error=error[:MAX_ERROR_CHARACTERS])
    )


def hand_back(*, token: str) -> int:
    """Give rows back that were claimed but never tried, as if nothing had been; how many."""
    return (
        ImageEmbedding.objects.pending()
        .filter(claim=token)
        .update(attempts=F("attempts") - 1, claim="", lease_expires_at=None)
    )


def fail(reasons: dict[int, str], *, token: str) -> None:
    """End rows of this claim for good, each with a reason that staff can act on."""
    for pk, reason in reasons.items():
        ImageEmbedding.objects.pending().filter(pk=pk, claim=token).update(
            state=ImageEmbedding.State.FAILED,
            claim="",
            lease_expires_at=None,
            error=reason[:MAX_ERROR_CHARACTERS],
        )


def give_up_exhausted() -> int:
    """Fail rows whose last attempt ended without a word; how many."""
    return (
        ImageEmbedding.objects.pending()
        .filter(attempts__gte=MAX_ATTEMPTS)
        .filter(Q(lease_expires_at=None) | Q(lease_expires_at__lt=Now()))
        .update(
            state=ImageEmbedding.State.FAILED,
            claim="",
            lease_expires_at=None,
            error=Case(
                When(error="", then=Value(STOPPED_WORKER)),
                default=F("error"),
            ),
        )
    )
