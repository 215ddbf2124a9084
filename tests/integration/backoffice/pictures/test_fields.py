"""Form fields for pictures: each upload is validated, with a sentence for what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from backoffice.pictures import fields
from backoffice.pictures.fields import MAX_PICTURES_AT_ONCE, PictureField, PicturesField
from catalog.images.validation import ValidatedPicture, ValidationBusyError


def upload(content: bytes, name: str = "vase.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_a_picture_comes_out_validated(picture: Callable[..., bytes]) -> None:
    validated = PictureField().clean(upload(picture()))

    assert isinstance(validated, ValidatedPicture)
    assert validated.jpeg[:3] == b"\xff\xd8\xff"


def test_a_picture_input_offers_pictures_only() -> None:
    assert PictureField().widget.attrs["accept"] == "image/*"
    assert "multiple" in PicturesField().widget.render("pictures", None)  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format")]
)
def test_a_refusal_is_the_sentence_of_the_validation(content, code) -> None:
    with pytest.raises(ValidationError) as refusal:
        PictureField().clean(upload(content))

    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


def test_no_picture_is_none_unless_one_is_required() -> None:
    assert PictureField(required=False).clean(None) is None
    with pytest.raises(ValidationError):
        PictureField().clean(None)


def test_each_refusal_of_several_names_its_file(picture: Callable[..., bytes]) -> None:
    uploads = [upload(picture()), upload(b"no picture", "a.txt"), upload(b"", "b.png")]

    with pytest.raises(ValidationError) as refusal:
        PicturesField().clean(uploads)

    first, second, advice = refusal.value.messages
    assert "a.txt" in first
    assert "b.png" in second
    assert "choose them again" in advice


def test_a_busy_validation_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, picture: Callable[..., bytes]
) -> None:
    asked = []

    def busy(*args, **options):
        asked.append(1)
        raise ValidationBusyError

    monkeypatch.setattr(fields, "validate_picture", busy)

    with pytest.raises(ValidationError, match="try again in a moment"):
        PicturesField().clean([upload(picture()), upload(picture())])

    assert asked == [1]


def test_too_many_pictures_are_refused_before_any_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fields, "validate_picture", None)

    with pytest.raises(ValidationError, match=f"at most {MAX_PICTURES_AT_ONCE}"):
        PicturesField().clean([upload(b"x")] * (MAX_PICTURES_AT_ONCE + 1))
