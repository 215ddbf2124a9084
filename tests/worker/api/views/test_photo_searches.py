"""Photo search over REST, through a real worker."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace
from embeddings.photos import store as photos
from embeddings.worker.state import read_worker_state
from tests.pictures import draw, encode
from tests.waiting import wait_until

PHOTOS = "/api/v1/photo-searches/"


@pytest.mark.worker
def test_a_photo_goes_through_a_real_worker_and_leaves_no_trace(
    plain_space: EmbeddingSpace,
    make_product,
    embed,
    start_worker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_product("red")
    make_product("blue", shape="rectangle")
    embed()
    worker = start_worker()
    wait_until(lambda: read_worker_state().alive["photos"], 60, worker.output)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    files = set(Path(settings.MEDIA_ROOT).rglob("*"))
    both = Image.new("RGB", (640, 320), "white")
    both.paste(draw("red"), (0, 0))
    both.paste(draw("blue", shape="rectangle"), (320, 0))
    exif = Image.Exif()
    exif[0x010E] = "secret place"

    data = encode(both, quality=95, exif=exif, comment=b"secret")
    response = Client().post(PHOTOS, {"image": SimpleUploadedFile("photo.jpg", data)})
    assert response.status_code == 201, response.content
    address = response["Location"]
    left = Client().get(address, {"region": "0,0,0.5,1"}).json()
    right = Client().get(address, {"region": "0.5,0,0.5,1"}).json()

    assert left["results"][0]["product"]["slug"] == "product-1"
    assert right["results"][0]["product"]["slug"] == "product-2"
    assert min(left["results"][0]["score"], right["results"][0]["score"]) > 0.95
    kept = photos.read_photo(response.json()["id"])
    assert b"secret" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert set(Path(settings.MEDIA_ROOT).rglob("*")) == files
    assert not list(tmp_path.iterdir())
    assert ProductImage.objects.count() == 2
    assert Client().delete(address).status_code == 204
    assert Client().get(address).status_code == 404
