"""What would be wrong after a fault is seen: an oracle that never complains proves nothing."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from catalog.images.saving import add_picture
from catalog.images.storage import new_picture_name
from catalog.images.validation import validate_picture
from catalog.models import ProductImage
from chaos.oracle import Oracle
from chaos.pictures import draw_upload
from chaos.shop import Shop
from chaos.uploads import Ledger
from embeddings.models import EmbeddingSpace, ImageEmbedding
from tests.pictures import encode


@pytest.fixture
def oracle(plain_space: EmbeddingSpace, make_product, embed) -> Oracle:
    """Of a shop with three uploads, in which all is well."""
    product, ledger = make_product(), Ledger("", port=0)
    for number in range(3):
        sent = validate_picture(encode(draw_upload(number), quality=90))
        ledger.pictures[add_picture(product, sent).pk] = number
    embed()
    return Oracle(cast(Shop, SimpleNamespace(ledger=ledger, may_leave_files=False)))


def change(**values: Any) -> None:
    """Of one embedding."""
    ImageEmbedding.objects.filter(pk=ImageEmbedding.objects.first().pk).update(**values)


def test_nothing_is_said_where_all_is_well(oracle: Oracle) -> None:
    assert oracle.complaints() == []
    assert oracle.complaints() == []


def test_a_lost_picture(oracle: Oracle) -> None:
    ProductImage.objects.first().delete()
    assert oracle.complaints() == ["1 acknowledged pictures are lost"]


def test_a_lost_embedding(oracle: Oracle) -> None:
    ImageEmbedding.objects.first().delete()
    assert oracle.complaints() == ["1 embeddings are missing"]


def test_an_embedding_that_failed_or_is_of_other_bytes(oracle: Oracle) -> None:
    change(state="failed", error="no", vector=None, digest="0" * 64)
    assert set(oracle.complaints()) == {
        "1 embeddings are failed (no)",
        "1 embeddings are of other bytes",
    }


def test_a_file_of_another_picture(oracle: Oracle) -> None:
    first, second, _ = ProductImage.objects.order_by("pk")
    with open(first.image.path, "wb") as file:
        file.write(second.image.read())
    assert {"1 files are damaged", "1 pictures are not those sent"} < set(oracle.complaints())


def test_a_vector_of_another_picture(oracle: Oracle) -> None:
    change(vector=ImageEmbedding.objects.order_by("pk").last().vector)
    assert oracle.complaints() == ["1 vectors are of other pictures"]


def test_a_file_without_a_row_and_one_half_written(oracle: Oracle) -> None:
    image = ProductImage.objects.first()
    image.image.storage.save(new_picture_name(), image.image)
    assert oracle.complaints() == ["1 files without a row"]
    oracle._shop.may_leave_files = True
    assert oracle.complaints() == []
    assert "swept" in oracle.remark
    Path(f"{Path(image.image.path).parent}/.{'0' * 32}.jpg.part").touch()
    oracle._shop.may_leave_files = False
    assert "1 files without a row" in oracle.complaints()
