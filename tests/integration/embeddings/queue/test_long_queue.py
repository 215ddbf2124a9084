"""Millions of pictures may wait: what is urgent is found among them without reading them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from embeddings import queue
from embeddings.models import EmbeddingSpace, ImageEmbedding

WAITING = 100_000


@pytest.fixture
def long_queue(db, plain_space: EmbeddingSpace) -> EmbeddingSpace:
    """A space that is embedded anew, some of whose pictures were tried already."""
    with connection.cursor() as cursor:
        # Nobody looks at these pictures, so they need not be there: until the test is over.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """
            INSERT INTO embeddings_imageembedding (image_id, product_id, space_id, digest,
                priority, state, attempts, claim, error, traceparent, queued_at)
            SELECT 1000000 + n, n, %s, md5(n::text), 0, 'pending', (n %% 1000 = 0)::int,
                '', '', '', now()
            FROM generate_series(1, %s) AS n
            """,
            (plain_space.pk, WAITING),
        )
        cursor.execute("ANALYZE embeddings_imageembedding")
    return plain_space


def pages_read(statement: str) -> int:
    """How many pages of 8 kB a statement looks at."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}")
        plan = cursor.fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def statements_of(work) -> list[str]:
    with CaptureQueriesContext(connection) as ran:
        work()
    return [each["sql"] for each in ran if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def test_an_upload_is_claimed_first_among_100_000_that_are_embedded_anew(
    long_queue: EmbeddingSpace, make_product
) -> None:
    image = make_product("red").images.get()
    [job] = queue.claim(queue.untried(long_queue), token="t", size=1)
    assert job.image_id == image.pk


def test_a_claim_reads_no_more_of_a_long_queue_than_it_takes(long_queue: EmbeddingSpace) -> None:
    rows = queue.untried(long_queue)
    locked = rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk")[:32]
    for statement in (
        *statements_of(lambda: list(locked)),
        *statements_of(lambda: rows.values_list("priority").first()),
        *statements_of(queue.give_up_exhausted),
    ):
        # A claim looks up each row and its picture in other spaces; all rows fill 2,000 pages.
        assert pages_read(statement) < 500, statement


def test_rows_given_up_among_100_000_are_those_tried_too_often(
    long_queue: EmbeddingSpace,
) -> None:
    rows = ImageEmbedding.objects.filter(attempts=1)
    spent = list(rows.values_list("pk", flat=True)[:3])
    ImageEmbedding.objects.filter(pk__in=spent).update(attempts=3)
    assert queue.give_up_exhausted() == 3
    assert set(ImageEmbedding.objects.failed().values_list("pk", flat=True)) == set(spent)
