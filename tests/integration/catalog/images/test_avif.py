"""AVIF renditions are drawn in the background, told to pages once they are there, and go again."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from catalog.images.avif import draw_due
from catalog.images.saving import set_picture
from catalog.images.storage import picture_storage
from catalog.images.validation import validate_picture
from catalog.models import ImportRun, ProductImage
from embeddings import tasks
from tests.factories import ImportRunFactory
from tests.filled_form import stored_files
from tests.pictures import draw, encode

pytestmark = pytest.mark.django_db


def drawn(name: str) -> list[str]:
    return [path for path in stored_files() if path.endswith(".avif") and name[12:-4] in path]


def test_drawn_newest_first_until_told_to_stop_and_gone_with_the_picture(
    client: Client, make_product, django_capture_on_commit_callbacks
) -> None:
    older, newer = (make_product(colour).images.get() for colour in ("red", "blue"))
    assert "<picture" not in client.get("/c/vases/").content.decode()

    left = itertools.chain([True], itertools.repeat(False))
    assert draw_due(go_on=lambda: next(left)) == 1
    assert len(drawn(newer.image.name)) == 3
    assert not drawn(older.image.name)
    assert draw_due(go_on=lambda: True) == 1, "goes on where it stopped"
    assert draw_due(go_on=lambda: True) == 0

    html = client.get("/c/vases/").content.decode()
    newer.refresh_from_db()
    assert f'data-placeholder="{newer.placeholder}"' in html
    assert f'<source type="image/avif" srcset="{newer.avif_at(160)} 160w, ' in html
    served = client.get(newer.avif_at(480))
    assert served["Content-Type"] == "image/avif"
    assert "immutable" in served["Cache-Control"]
    with Image.open(ContentFile(served.getvalue())) as picture:
        assert (picture.format, picture.width) == ("AVIF", min(480, newer.width))

    replaced = newer.image.name
    with django_capture_on_commit_callbacks(execute=True):
        set_picture(newer, validate_picture(encode(draw("teal"))))
        older.delete()
    assert not drawn(replaced)
    assert not drawn(older.image.name)
    assert not ProductImage.objects.get(pk=newer.pk).placeholder, "drawn anew"


def test_one_that_is_missing_is_answered_by_the_jpeg_for_a_short_while(
    client: Client, make_product
) -> None:
    image = make_product("red").images.get()
    stand_in = client.get(image.avif_at(480))
    assert stand_in["Content-Type"] == "image/jpeg"
    assert stand_in["Cache-Control"] == "public, max-age=300"


def test_a_file_that_cannot_be_read_holds_up_no_other(client: Client, make_product) -> None:
    make_product("red")
    broken = make_product("blue").images.get()
    with open(broken.image.path, "wb") as file:
        file.write(b"no picture")
    assert draw_due(go_on=lambda: True) == 2
    assert ProductImage.objects.get(pk=broken.pk).placeholder == "-"
    assert client.get("/c/vases/").content.decode().count("<picture>") == 1


def test_an_import_and_pictures_to_be_compared_come_first(
    make_product, plain_space, embed: Callable[[], int]
) -> None:
    make_product("red")
    assert tasks.draw_avif() == 0, "its embedding waits"
    embed()
    run = ImportRunFactory.create(state=ImportRun.State.APPLYING)
    assert tasks.draw_avif() == 0
    run.delete()
    assert tasks.draw_avif() == 1
    assert picture_storage().exists(ProductImage.objects.get().image.name)
