"""Out of the durable queue: rows claimed in batches under a lease, and given back or ended.

A row that was tried and neither stored nor given up is a *suspect*: its picture may be what ended
the process that worked on it. Suspects wait until no other picture does, and come alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from embeddings.conf import conf
from embeddings.failures import STOPPED_WORKER
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.querysets import ImageEmbeddingQuerySet

MAX_ERROR_CHARACTERS = 400


@dataclass(frozen=True)
class Job:
    """One claimed row: which picture to embed, and the bytes it must have."""

    embedding_id: int
    image_id: int
    file: str
    digest: str
    attempts: int = 1
    """This one included."""
    traceparent: str = ""
    """Of the trace that asked for it."""


def claimable(space: EmbeddingSpace) -> ImageEmbeddingQuerySet:
    """Rows that wait and that nobody works on."""
    return (
        ImageEmbedding.objects.in_space(space)
        .pending()
        .filter(_is_free(), attempts__lt=conf.EMBED_ATTEMPTS)
    )


def untried(space: EmbeddingSpace) -> ImageEmbeddingQuerySet:
    """Claimable rows that there is nothing against, in the order in which they are taken."""
    tried = ~_is_tried_elsewhere()
    return claimable(space).filter(tried, attempts=0).order_by("-priority", "pk")


def suspects(space: EmbeddingSpace) -> ImageEmbeddingQuerySet:
    """The other claimable rows, those that were tried least often first."""
    tried = Q(attempts__gt=0) | Q(_is_tried_elsewhere())
    return claimable(space).filter(tried).order_by("attempts", "-priority", "pk")


def claim(rows: ImageEmbeddingQuerySet, *, token: str, size: int) -> list[Job]:
    """Claim the first so many of these rows that nobody else is just claiming.

    The attempt is counted before a byte is decoded.
    """
    with transaction.atomic():
        locked = rows.select_for_update(skip_locked=True, of=("self",))
        ids = list(locked.values_list("pk", flat=True)[:size])
        claimed = ImageEmbedding.objects.filter(pk__in=ids)
        claimed.update(attempts=F("attempts") + 1, claim=token, lease_expires_at=_lease_end())
        found = claimed.values_list(
            "pk", "image_id", "image__image", "digest", "attempts", "traceparent"
        )
        jobs = {job[0]: Job(*job) for job in found}
        return [jobs[pk] for pk in ids]


def renew_lease(*, token: str) -> None:
    """Tell the others that this worker still lives."""
    ImageEmbedding.objects.pending().filter(claim=token).update(lease_expires_at=_lease_end())


def release_claims(*, token: str, error: str = "") -> int:
    """Give rows back at once whose attempt is known to have failed; how many."""
    return (
        ImageEmbedding.objects.pending()
        .filter(claim=token)
        .update(claim="", lease_expires_at=None, error=error[:MAX_ERROR_CHARACTERS])
    )


def release_stopped(*, token: str) -> int:
    """Give back what a process had in hand that died or hung; how many.

    A row that came alone is what ended it: a suspect, whose attempt counts in every space.
    """
    claimed = ImageEmbedding.objects.pending().filter(claim=token)
    rows = list(claimed.values_list("pk", flat=True)[:2])
    if len(rows) > 1:
        return release_claims(token=token)
    suspect(dict.fromkeys(rows, ""), token=token)
    return len(rows)


def hand_back(*, token: str, rows: Collection[int] | None = None) -> int:
    """Give back rows that were claimed but never tried, as if nothing had been; how many.

    All rows of the claim, or those with these ids.
    """
    claimed = ImageEmbedding.objects.pending().filter(claim=token)
    if rows is not None:
        claimed = claimed.filter(pk__in=rows)
    return claimed.update(attempts=F("attempts") - 1, claim="", lease_expires_at=None)


def suspect(reasons: dict[int, str], *, token: str) -> None:
    """Give back rows of this claim whose pictures ended what worked on them, each with a reason.

    The attempt counts in every space in which the picture waits: what happened when its bytes were
    read does not depend on the space, and three more attempts in each would hold up the others.
    """
    for pk, reason in reasons.items():
        mine = ImageEmbedding.objects.pending().filter(pk=pk, claim=token)
        picture = mine.values("image_id", "digest").first()
        if picture is None:  # replaced or deleted meanwhile
            continue
        error = reason[:MAX_ERROR_CHARACTERS]
        mine.update(claim="", lease_expires_at=None, error=error)
        elsewhere = ImageEmbedding.objects.pending().filter(**picture, claim="").exclude(pk=pk)
        elsewhere.update(attempts=F("attempts") + 1, error=error)


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
        .filter(_is_free(), attempts__gte=conf.EMBED_ATTEMPTS)
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


def _lease_end() -> CombinedExpression:
    return Now() + timedelta(seconds=conf.EMBED_LEASE_SECONDS)


def _is_free() -> Q:
    return Q(lease_expires_at=None) | Q(lease_expires_at__lt=Now())


def _is_tried_elsewhere() -> Exists:
    """Whether the same bytes are a suspect in another space, or were given up there."""
    suspected = Q(state=ImageEmbedding.State.PENDING, attempts__gt=0) & _is_free()
    given_up = Q(state=ImageEmbedding.State.FAILED, attempts__gte=conf.EMBED_ATTEMPTS)
    same_bytes = ImageEmbedding.objects.filter(
        image=OuterRef("image"), digest=OuterRef("digest")
    ).exclude(space=OuterRef("space"))
    return Exists(same_bytes.filter(suspected | given_up))
