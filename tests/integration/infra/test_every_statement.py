"""No statement goes round Django's wrappers: what PostgreSQL is sent is what they have seen."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from psycopg import pq

from catalog.models import Category
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.photos.store import keep_photo
from embeddings.vectors.features import sample_features
from infra.halfvec import fetch_halfvec_batches
from tests.photo_looks import look_of

pytestmark = pytest.mark.django_db(transaction=True)

# Beginning and ending transactions is between Django and its driver, and no work.
_TRANSACTION = re.compile(r'"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|DEALLOCATE)')


class Watched:
    """What went over the connection, by libpq's own account, and what the wrappers saw."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self.seen: list[str] = []

        def wrapper(execute, sql, params, many, context):
            self.seen.append(sql)
            return execute(sql, params, many, context)

        connection.ensure_connection()
        wire = connection.connection.pgconn
        with tempfile.TemporaryFile("w+") as file, connection.execute_wrapper(wrapper):
            wire.trace(file.fileno())
            wire.set_trace_flags(pq.Trace.SUPPRESS_TIMESTAMPS)
            try:
                self.answer = call()
            finally:
                wire.untrace()
            file.seek(0)
            self.sent = [
                line
                for line in file.read().splitlines()
                if re.match(r"F\t\d+\t(Execute|Query)\b", line) and not _TRANSACTION.search(line)
            ]


@pytest.fixture
def shop(plain_space: EmbeddingSpace, make_product, embed, category: Category) -> None:
    Category.objects.create(name="Tall", slug="tall", parent=category)
    for colour in ("red", "crimson", "navy", "olive"):
        make_product(colour, "teal", family="F" if colour == "red" else "")
    make_product(slug="without-picture")
    embed()


@pytest.fixture
def photo_address(shop, picture: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> str:
    """A shopper's photo, as a worker has answered it: like the first picture of the shop."""
    vector = ImageEmbedding.objects.order_by("pk").first().vector
    monkeypatch.setattr(
        "recommendations.photo_search.look_at_photo",
        lambda *args, **options: look_of(vector),
    )
    return keep_photo(picture("red")).id


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("/api/v1/products/product-1/similar/", 8),
        ("/api/v1/products/product-1/similar/?diversity=0.5&explain=true", 10),
        ("/api/v1/products/without-picture/similar/", 7),
        ("/p/product-1/", 12),
        ("/api/v1/products/", 4),
        ("/c/vases/", 7),
        ("/search/?q=product", 9),
        ("/", 5),
    ],
)
def test_a_wrapper_sees_every_statement_of_a_request(
    shop, client: Client, path, statements
) -> None:
    for _ in range(7):  # until the driver prepares, and what is remembered is known
        client.get(path)

    watched = Watched(lambda: client.get(path))

    assert watched.answer.status_code == 200
    assert len(watched.sent) == len(watched.seen) > 0, (watched.sent, watched.seen)
    assert len(watched.seen) <= statements, watched.seen


def test_a_wrapper_sees_every_statement_of_a_photo_search(photo_address, client: Client) -> None:
    for path in (f"/photo/{photo_address}/", f"/api/v1/photo-searches/{photo_address}/"):
        client.get(path)
        watched = Watched(partial(client.get, path))

        assert watched.answer.status_code == 200
        assert len(watched.sent) == len(watched.seen) > 0, (watched.sent, watched.seen)


def test_a_wrapper_sees_what_a_worker_reads_and_stores(
    plain_space: EmbeddingSpace, make_product, embed
) -> None:
    make_product("red")

    watched = Watched(embed)

    assert watched.answer == 1
    assert len(watched.sent) == len(watched.seen)
    assert any("UPDATE embeddings_imageembedding AS row" in sql for sql in watched.seen)


def test_a_wrapper_sees_each_batch_that_is_left_with_postgresql(
    shop, plain_space: EmbeddingSpace
) -> None:
    def read() -> list[int]:
        with transaction.atomic():
            batches = fetch_halfvec_batches(
                "SELECT features FROM embeddings_imageembedding WHERE space_id = %s",
                [plain_space.pk],
                rows=3,
            )
            return [len(batch) for batch in batches]

    sample_features(plain_space, limit=1)  # the number of the type is known from now on
    watched = Watched(read)

    assert watched.answer == [3, 3, 2]
    assert [sql.split()[0] for sql in watched.seen] == ["DECLARE", *["FETCH"] * 4, "CLOSE"]
    assert len(watched.sent) == len(watched.seen)


def test_a_broken_transaction_is_told_as_django_tells_it(shop) -> None:
    from infra.prepared import fetch_prepared

    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            fetch_prepared("SELECT 1", ())
