"""Two hosts without a common disk: pictures go from one to the other through a bucket."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.queue.wake import wake_workers
from tests.factories import ProductFactory
from tests.fixtures.bucket import Bucket
from tests.pictures import draw, encode
from tests.waiting import wait_until
from web.keys.making import add_secret
from web.keys.models import ApiKey

ROOT = "/api/v1/products/by-sku/SKU-1/pictures/"


@pytest.mark.worker
def test_a_picture_uploaded_here_is_embedded_there_and_gone_once_deleted(
    bucket: Bucket, plain_space: EmbeddingSpace, start_worker, tmp_path: Path
) -> None:
    product = ProductFactory.create(sku="SKU-1")
    headers = {"authorization": f"Bearer {_machine()}"}
    file = SimpleUploadedFile("x.jpg", encode(draw("red")), "image/jpeg")
    sent = Client().post(ROOT, {"image": file}, headers=headers)
    assert sent.status_code == 201, sent.content
    image = ProductImage.objects.get()
    assert image.image.name in bucket.objects()

    worker = start_worker(**bucket.environ, VITRINE_DATA=str(tmp_path / "host-2"))
    wake_workers(even_if_sent=True)
    ready = ImageEmbedding.objects.filter(image=image, state="ready")
    wait_until(ready.exists, 60, worker.output)

    page = Client().get(f"/p/{product.slug}/").content.decode()
    assert image.url_at(480) in page
    shown = Client().get(image.url)
    assert shown.getvalue() == bucket.bytes_of(image.image.name)
    assert shown["Cache-Control"] == "public, max-age=31536000, immutable"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert Client().delete(f"{ROOT}{image.pk}/", headers=headers).status_code == 204
    assert bucket.objects() == set()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))
    assert not list((tmp_path / "host-2").rglob("*.jpg"))


def _machine() -> str:
    return add_secret(ApiKey.objects.create(name="ERP", scopes=["write"]))
