"""The durable queue: pending rows in PostgreSQL, claimed in batches under a lease."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from catalog.models import ProductImage
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
UPLOAD_PRIORITY = 10
BULK_PRIORITY = 0


@dataclass(frozen=True)
class Job:
    """One claimed row: which picture to embed, and the bytes it must have."""

    embedding_id: int
    image_id: int
    file: str
    digest: str


def queue_picture(image: ProductImage, *, priority: int = UPLOAD_PRIORITY) -> bool:
    """Queue a picture in every active space unless its bytes are there already; was any queued?"""
    spaces = EmbeddingSpace.objects.active()
    return sum(queue_in_space(space, [image], priority=priority) for space in spaces) > 0


def queue_in_space(
    space: EmbeddingSpace, images: list[ProductImage], *, priority: int = BULK_PRIORITY
) -> int:
    """Write pending rows for pictures whose current bytes have none; how many were written."""
    rows = [(image.pk, space.pk, image.sha256, priority) for image in images]
    return _insert("VALUES " + ", ".join(["(%s, %s, %s, %s)"] * len(rows)), sum(rows, ()))


def queue_missing(*, limit: int = 50_000) -> int:
    """Queue pictures that have no row, or one of older bytes, in an active space; how many."""
    return _insert(
        """
        SELECT image.id, space.id, image.sha256, 0
        FROM catalog_productimage image
        CROSS JOIN embeddings_embeddingspace space
        LEFT JOIN embeddings_imageembedding row
            ON row.image_id = image.id AND row.space_id = space.id AND row.digest = image.sha256
        WHERE space.state IN ('live', 'building', 'ready') AND row.id IS NULL
        LIMIT %s
        """,
        (limit,),
    )


def _insert(source: str, params: tuple[int | str, ...]) -> int:
    # One statement, so that two of them at once still leave one row for each picture and space.
    # A row that starts over forgets its claim: whoever works on the old bytes cannot store them.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO embeddings_imageembedding AS row
                (image_id, space_id, digest, priority, state, attempts, claim, error, queued_at)
            SELECT image_id, space_id, digest, priority, 'pending', 0, '', '', now()
            FROM ({source}) AS source (image_id, space_id, digest, priority)
            ON CONFLICT (image_id, space_id) DO UPDATE SET
                digest = excluded.digest, priority = excluded.priority, state = 'pending',
                attempts = 0, claim = '', lease_expires_at = NULL, error = '',
                features = NULL, vector = NULL, embedded_at = NULL, queued_at = now()
            WHERE row.digest <> excluded.digest
            """,
            params,
        )
        return cursor.rowcount


def retry(rows: list[int]) -> int:
    """Put failed embeddings back into the queue, at the front; how many."""
    return (
        ImageEmbedding.objects.failed()
        .filter(pk__in=rows)
        .update(
            state="pending",
            attempts=0,
            error="",
            claim="",
            lease_expires_at=None,
            priority=UPLOAD_PRIORITY,
        )
    )


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
            "pk", "image_id", "image__image", "digest"
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
            state="failed",
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
            state="failed",
            claim="",
            lease_expires_at=None,
            error=Case(
                When(error="", then=Value(STOPPED_WORKER)),
                default=F("error"),
            ),
        )
    )
