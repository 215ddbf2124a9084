"""A new picture goes last, a replaced one keeps its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from catalog.images.saving import add_picture, set_picture
from catalog.images.storage import picture_storage
from catalog.images.validation import validate_picture


def test_a_new_picture_goes_last_also_after_a_deletion(
    make_product, picture: Callable[..., bytes]
) -> None:
    product = make_product("red", "green", "blue")
    product.images.first().delete()
    new = add_picture(product, validate_picture(picture("gold")))
    assert list(product.images.all())[-1] == new
    assert new.position == 3


def test_a_place_can_be_asked_for(make_product, picture: Callable[..., bytes]) -> None:
    product = make_product("red")
    cover = add_picture(product, validate_picture(picture("gold")), position=0)
    assert cover.position == 0


@pytest.mark.django_db(transaction=True)
def test_a_replaced_pictures_files_go_once_the_change_is_certain(
    make_product, picture: Callable[..., bytes]
) -> None:
    image = make_product("red").images.get()
    old = image.image.name
    set_picture(image, validate_picture(picture("gold")))
    image.refresh_from_db()
    assert image.image.name != old
    assert list(picture_storage().old_pictures(older_than_seconds=-1)) == [[image.image.name]]
