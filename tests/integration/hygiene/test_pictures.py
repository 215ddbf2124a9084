"""Faults of pictures are found in real files, and what is alike for a reason is left alone."""

from __future__ import annotations

import io
from unittest.mock import Mock

import pytest
from PIL import Image, ImageDraw, ImageFilter

from catalog.history import Change
from catalog.images.saving import add_picture
from catalog.images.validation import ValidationBusyError, validate_picture
from catalog.models import Product, ProductImage
from hygiene.findings import decide
from hygiene.kinds.pictures import sideways
from hygiene.models import Finding, PictureMeasures
from infra.refusals import RefusedError
from tests.factories import CategoryFactory, StaffFactory
from tests.pictures import draw, encode


def add(product: Product, image: Image.Image, *, quality: int = 92) -> ProductImage:
    return add_picture(product, validate_picture(encode(image, quality=quality)))


def scene(colour: str = "navy", *, size: int = 640) -> Image.Image:
    """A thing with enough in it to have a fingerprint."""
    image = draw(colour, size=size)
    image.paste(draw("orange", shape="rectangle", size=size // 3), (size // 3, size // 4))
    return image


@pytest.fixture
def mug(plain_space, make_product) -> Product:
    return make_product(name="Mug")


def test_a_picture_that_stands_twice_on_a_product_is_found_once(mug, check, embed) -> None:
    first, again = add(mug, scene()), add(mug, scene())
    embed()

    assert check() == {("same_picture", "Mug")}

    found = Finding.objects.get()
    assert (found.picture_id, found.other_picture_id) == (again.pk, first.pk)  # the later may go
    assert check() == {("same_picture", "Mug")}
    assert Finding.objects.count() == 1


@pytest.mark.parametrize("size", [320, 500])
def test_a_copy_that_was_made_smaller_is_nearly_the_same(mug, check, embed, size) -> None:
    add(mug, scene())
    add(mug, scene().resize((size, size)), quality=75)
    add(mug, scene("gold").transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    embed()

    assert check() == {("near_picture", "Mug")}


def test_variants_may_share_a_picture_and_strangers_may_not(
    plain_space, make_product, check, embed
) -> None:
    lamps = CategoryFactory.create(slug="lamps")
    red = make_product(name="Mug, red", family="mug")
    blue = make_product(name="Mug, blue", family="mug")
    lamp = make_product(name="Lamp", category=lamps)
    add(red, scene())
    add(blue, scene())
    embed()
    assert check() == set()

    add(lamp, scene())
    embed()
    assert {kind for kind, _ in check()} == {"same_picture"}


def test_blank_tiny_and_blurred_pictures_are_told_apart(mug, check, embed) -> None:
    sharp = add(mug, scene())
    add(mug, Image.new("RGB", (400, 400), "white"))
    add(mug, scene("gold").resize((120, 120)))
    blurred = scene("teal").transpose(Image.Transpose.ROTATE_90)
    add(mug, blurred.filter(ImageFilter.GaussianBlur(8)))
    embed()

    assert {kind for kind, _ in check()} == {"blank", "tiny", "blurred"}
    assert not Finding.objects.filter(picture=sharp).exists()


def test_a_file_is_measured_once(mug, check, embed, monkeypatch) -> None:
    picture = add(mug, scene())
    embed()
    check()
    before = PictureMeasures.objects.get(image=picture)
    opened: list[str] = []
    monkeypatch.setattr(
        "catalog.images.storage.PictureStorage.open_stored",
        lambda self, name: opened.append(name) or io.BytesIO(),
    )
    check()
    assert opened == []
    assert PictureMeasures.objects.get(image=picture).edge_width == before.edge_width


def test_a_picture_on_its_side_is_told_by_its_category(
    plain_space, make_product, check, embed, monkeypatch
) -> None:
    def bottle(width: int) -> Image.Image:
        image = Image.new("RGB", (600, 600), "white")
        pen = ImageDraw.Draw(image)
        pen.ellipse((300 - width, 200, 300 + width, 580), fill="teal")
        pen.rectangle((280, 40, 320, 260), fill="navy")
        return image

    for number in range(10):
        add(make_product(name=f"Bottle {number}"), bottle(90 + 6 * number))
    lying = add(make_product(name="Lying"), bottle(100).transpose(Image.Transpose.ROTATE_90))
    embed()

    assert ("sideways", "Lying") in check()
    found = Finding.objects.get(kind="sideways")
    user = StaffFactory.create()
    with monkeypatch.context() as busy:
        busy.setattr(sideways, "edit_picture", Mock(side_effect=ValidationBusyError))
        with pytest.raises(RefusedError, match="Too many pictures at once"):
            decide.mend(found.pk, found.evidence["turn"], user=user)
    decide.mend(found.pk, found.evidence["turn"], user=user)
    lying.refresh_from_db()
    embed()
    assert "sideways" not in {kind for kind, _ in check()}


def test_what_is_done_to_pictures_is_kept_in_their_products_history(mug, check) -> None:
    tiny = [add(mug, scene(colour).resize((120, 120))) for colour in ("navy", "gold")]
    check()
    user = StaffFactory.create()
    for picture, way in zip(tiny, ("take_out", "delete"), strict=True):
        decide.mend(Finding.objects.get(kind="tiny", picture=picture).pk, way, user=user)

    taken_out, deleted = (each.changes for each in Change.objects.order_by("pk"))
    assert taken_out == {f"images:{tiny[0].pk}": [{"compare": "auto"}, {"compare": "never"}]}
    assert deleted[f"images:{tiny[1].pk}"][0]["image"] == tiny[1].image.name
    assert deleted[f"images:{tiny[1].pk}"][1] is None
