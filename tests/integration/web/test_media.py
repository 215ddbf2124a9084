from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from PIL import Image

from catalog.images.renditions import rendition_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(make_product):
    return make_product("red").images.get()


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_picture_is_served_as_a_picture_and_nothing_else(client: Client, image) -> None:
    response = client.get(image.image.url)
    assert response.status_code == 200
    with open(image.image.path, "rb") as file:
        assert body(response) == file.read()
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in response


def test_a_picture_may_be_kept_for_ever(client: Client, image) -> None:
    assert client.get(image.image.url)["Cache-Control"] == "public, max-age=31536000, immutable"


def test_every_size_is_served(client: Client, image) -> None:
    for width in (160, 480, 960):
        with Image.open(io.BytesIO(body(client.get(image.url_at(width))))) as rendition:
            assert rendition.format == "JPEG"


def test_no_other_name_is_served(client: Client, image, settings) -> None:
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
def test_no_way_leads_out_of_the_media_folder(client: Client, name) -> None:
    assert client.get(f"/media/{name}").status_code == 404


def test_a_missing_file_is_not_found(client: Client, image) -> None:
    os.remove(image.image.path)
    assert client.get(image.image.url).status_code == 404


def test_a_rendition_of_a_width_that_came_later_is_the_picture_itself(
    client: Client, image
) -> None:
    os.remove(image.image.storage.path(rendition_name(image.image.name, 480)))
    with open(image.image.path, "rb") as file:
        assert body(client.get(image.url_at(480))) == file.read()


def test_a_picture_is_only_read(client: Client, image) -> None:
    assert client.head(image.image.url).status_code == 200
    assert client.post(image.image.url).status_code == 405


def test_no_link_is_followed(client: Client, image, settings, tmp_path: Path) -> None:
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(b"secret")
    path = settings.MEDIA_ROOT / image.image.name
    path.unlink()
    path.symlink_to(secret)
    assert client.get(image.image.url).status_code == 404
    path.unlink()
    folder = tmp_path / "elsewhere"
    path.parent.rename(folder)
    (folder / path.name).write_bytes(b"secret")
    path.parent.symlink_to(folder)
    assert client.get(image.image.url).status_code == 404


def test_a_media_folder_that_is_itself_a_link_is_served(
    client: Client, image, settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT.rename(tmp_path / "disk")
    settings.MEDIA_ROOT.symlink_to(tmp_path / "disk")
    try:
        assert client.get(image.image.url).status_code == 200
    finally:
        settings.MEDIA_ROOT.unlink()


def test_a_pipe_is_not_waited_for(client: Client, image, settings) -> None:
    path = settings.MEDIA_ROOT / image.image.name
    path.unlink()
    os.mkfifo(path)
    assert client.get(image.image.url).status_code == 404


@pytest.fixture
def draft(make_product):
    return make_product("red", is_published=False).images.get()


def test_pictures_of_drafts_are_not_public(client: Client, draft) -> None:
    for url in (draft.image.url, draft.url_at(160)):
        response = client.get(url)
        assert response.status_code == 404
        assert response["Cache-Control"] == "no-store"


def test_a_customer_who_is_logged_in_sees_no_drafts(
    client: Client, draft, django_user_model
) -> None:
    client.force_login(django_user_model.objects.create_user("shopper"))
    assert client.get(draft.image.url).status_code == 404


@pytest.mark.parametrize(("right", "status"), [("change_product", 200), ("add_category", 404)])
def test_staff_see_drafts_by_their_rights(
    client: Client, draft, django_user_model, right, status
) -> None:
    user = django_user_model.objects.create_user("editor", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename=right))
    client.force_login(user)
    response = client.get(draft.url_at(160))
    assert response.status_code == status
    assert "no-store" in response["Cache-Control"]


def test_publishing_and_unpublishing_count_at_once(client: Client, draft) -> None:
    product = draft.product
    product.is_published = True
    product.save()
    assert client.get(draft.image.url).status_code == 200
    product.is_published = False
    product.save()
    assert client.get(draft.image.url).status_code == 404


def test_a_file_that_no_product_shows_is_not_found(client: Client, image) -> None:
    type(image).objects.filter(pk=image.pk).update(image="products/00/" + "0" * 32 + ".jpg")
    assert client.get(image.image.url).status_code == 404


def test_a_public_picture_costs_one_look_up_by_an_index(
    client: Client, image, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1) as asked:
        response = client.get(image.url_at(480))
    assert "Vary" not in response  # no session was read: caches may share it
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + asked.captured_queries[0]["sql"])
        assert "product_image_file" in str(cursor.fetchall())
