"""Into the durable queue: pending rows for pictures, written with the picture itself."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models.functions import Now

from catalog.models import ProductImage
from embeddings.conf import BULK_PRIORITY, UPLOAD_PRIORITY
from embeddings.models import EmbeddingSpace, ImageEmbedding
from infra.traces import current_traceparent

_ACTIVE = "embeddings_embeddingspace AS space WHERE space.state IN ('live', 'building', 'ready')"


def queue_picture(image: ProductImage, *, priority: int = UPLOAD_PRIORITY) -> bool:
    """Queue a picture in every active space unless its bytes are there already; was any queued?"""
    return (
        _insert(
            f"SELECT %s, space.id, %s, %s FROM {_ACTIVE}",  # noqa: S608
            (image.pk, image.sha256, priority),
            traceparent=current_traceparent(),
        )
        > 0
    )


def queue_in_space(
    space: EmbeddingSpace, images: list[ProductImage], *, priority: int = BULK_PRIORITY
) -> int:
    """Write rows for pictures whose current bytes have none; how many were written.

    They are pending, or ignored where a picture is not to be compared.
    """
    rows = [(image.pk, space.pk, image.sha256, priority) for image in images]
    return _insert(
        "VALUES " + ", ".join(["(%s, %s, %s, %s)"] * len(rows)),
        sum(rows, ()),
        traceparent=current_traceparent(),
    )


def follow_product(image: ProductImage) -> None:
    """Let a picture's rows name the product that it stands with now."""
    rows = ImageEmbedding.objects.filter(image=image).exclude(product=image.product_id)
    rows.update(product=image.product_id)


def follow_comparing(images: Collection[int] | None = None) -> tuple[int, int]:
    """Let the embeddings of pictures follow whether they are to be compared: (ignored, queued).

    images: ids of those that may have changed; None for all. Nothing is lost on the way out: the
    features stay in the row, and a vector is composed of them when the picture comes back.
    """
    params: dict[str, list[int] | int] = {"images": list(images or ()), "priority": UPLOAD_PRIORITY}
    some = "" if images is None else "AND image.id = ANY(%(images)s)"
    ignored = _change_states(
        f"NOT image.is_compared AND row.state <> 'ignored' {some}",
        "state = 'ignored', vector = NULL, claim = '', lease_expires_at = NULL, error = ''",
        params,
    )
    queued = _change_states(
        f"image.is_compared AND row.state = 'ignored' {some}",
        "state = 'pending', attempts = 0, priority = %(priority)s, queued_at = now()",
        params,
    )
    return ignored, queued


def _change_states(which: str, change: str, params: dict[str, list[int] | int]) -> int:
    # Rows that somebody has locked this very moment are left for the next half minute: whoever
    # waits for no lock cannot be in a deadlock with workers, who take rows in another order.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH free AS (
                SELECT row.id
                FROM embeddings_imageembedding AS row
                JOIN catalog_productimage image ON image.id = row.image_id
                WHERE {which}
                FOR UPDATE OF row SKIP LOCKED
            )
            UPDATE embeddings_imageembedding AS row SET {change}
            FROM free
            WHERE row.id = free.id
            """,  # noqa: S608 - both are above
            params,
        )
        return int(cursor.rowcount)


def queue_missing(*, limit: int = 50_000) -> int:
    """Queue pictures that have no row, or one of older bytes, in an active space; how many."""
    return _insert(
        f"""
        SELECT image.id, space.id, image.sha256, 0
        FROM catalog_productimage image
        CROSS JOIN (SELECT id FROM {_ACTIVE}) AS space
        LEFT JOIN embeddings_imageembedding row
            ON row.image_id = image.id AND row.space_id = space.id AND row.digest = image.sha256
        WHERE row.id IS NULL
        LIMIT %s
        """,  # noqa: S608
        (limit,),
    )


def _insert(source: str, params: tuple[int | str, ...], *, traceparent: str = "") -> int:
    # One statement, so that two of them at once still leave one row for each picture and space.
    # A row that starts over forgets its claim: whoever works on the old bytes cannot store them.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO embeddings_imageembedding AS row
                (image_id, product_id, space_id, digest, priority,
                 state, attempts, claim, error, traceparent, queued_at)
            SELECT image.id, image.product_id, space_id, digest, priority,
                   CASE WHEN image.is_compared THEN 'pending' ELSE 'ignored' END,
                   0, '', '', %s, now()
            FROM ({source}) AS source (image_id, space_id, digest, priority)
            JOIN catalog_productimage image ON image.id = source.image_id
            ON CONFLICT (image_id, space_id) DO UPDATE SET
                digest = excluded.digest, priority = excluded.priority, state = excluded.state,
                attempts = 0, claim = '', lease_expires_at = NULL, error = '',
                features = NULL, vector = NULL, embedded_at = NULL,
                traceparent = excluded.traceparent, queued_at = now()
            WHERE row.digest <> excluded.digest
            """,  # noqa: S608 - the two sources are above
            (traceparent, *params),
        )
        return int(cursor.rowcount)


def retry(rows: list[int]) -> int:
    """Put failed embeddings back into the queue, at the front; how many."""
    return (
        ImageEmbedding.objects.failed()
        .filter(pk__in=rows)
        .update(
            state=ImageEmbedding.State.PENDING,
            attempts=0,
            error="",
            claim="",
            lease_expires_at=None,
            priority=UPLOAD_PRIORITY,
            traceparent=current_traceparent(),
            queued_at=Now(),
        )
    )
