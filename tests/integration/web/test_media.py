from __future__ import annotations

import io
import os

import pytest
from PIL import Image

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(make_product):
    return make_product("red").images.get()


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_picture_is_served_as_a_picture_and_nothing_else(client, image):
    response = client.get(image.image.url)
    assert response.status_code == 200
    with open(image.image.path, "rb") as file:
        assert body(response) == file.read()
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in response


def test_a_picture_may_be_kept_for_ever(client, image):
    assert client.get(image.image.url)["Cache-Control"] == "public, max-age=31536000, immutable"


def test_every_size_is_served(client, image):
    for width in (160, 480, 960):
        with Image.open(io.BytesIO(body(client.get(image.url_at(width))))) as rendition:
            assert rendition.format == "JPEG"


def test_no_other_name_is_served(client, image, settings):
    """Not even where such a file lies in the media folder."""
    stem = image.image.name.removesuffix(".jpg")
    for name in (f"{stem}.html", f"{stem}.jpg.part", "products/secret.jpg", "notes.txt"):
        path = settings.MEDIA_ROOT / name
        path.write_text("<script>alert(1)</script>")
        assert client.get(f"/media/{name}").status_code == 404
        path.unlink()


@pytest.mark.parametrize(
    "name",
    ["../secret_key", "products/ab/../../../secret_key", "%2e%2e/secret_key", "products/ab/", ""],
)
def test_no_way_leads_out_of_the_media_folder(client, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_a_missing_file_is_not_found(client, image):
    os.remove(image.image.path)
    assert client.get(image.image.url).status_code == 404


def test_a_picture_is_only_read(client, image):
    assert client.head(image.image.url).status_code == 200
    assert client.post(image.image.url).status_code == 405
