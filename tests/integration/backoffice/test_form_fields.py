"""Form fields: pictures through the gate, attributes as JSON that the shop can keep."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from backoffice import form_fields as forms
from backoffice.form_fields import (
    MAX_PICTURES_AT_ONCE,
    AttributesField,
    PictureField,
    PicturesField,
)
from catalog.images.validation import ValidatedPicture, ValidationBusyError


def upload(content: bytes, name: str = "vase.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_a_picture_comes_out_admitted(picture):
    validated = PictureField().clean(upload(picture()))

    assert isinstance(validated, ValidatedPicture)
    assert validated.jpeg[:3] == b"\xff\xd8\xff"


def test_a_picture_input_offers_pictures_only():
    assert PictureField().widget.attrs["accept"] == "image/*"
    assert "multiple" in PicturesField().widget.render("pictures", None)


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format")]
)
def test_a_refusal_is_the_sentence_of_the_gate(content, code):
    with pytest.raises(ValidationError) as refusal:
        PictureField().clean(upload(content))

    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


def test_no_picture_is_none_unless_one_is_required():
    assert PictureField(required=False).clean(None) is None
    with pytest.raises(ValidationError):
        PictureField().clean(None)


def test_each_refusal_of_several_names_its_file(picture):
    uploads = [upload(picture()), upload(b"no picture", "a.txt"), upload(b"", "b.png")]

    with pytest.raises(ValidationError) as refusal:
        PicturesField().clean(uploads)

    first, second, advice = refusal.value.messages
    assert "a.txt" in first
    assert "b.png" in second
    assert "choose them again" in advice


def test_a_busy_gate_is_asked_once(monkeypatch, picture):
    asked = []

    def busy(*args, **options):
        asked.append(1)
        raise ValidationBusyError

    monkeypatch.setattr(forms, "admit", busy)

    with pytest.raises(ValidationError, match="try again in a moment"):
        PicturesField().clean([upload(picture()), upload(picture())])

    assert asked == [1]


def test_too_many_pictures_are_refused_before_any_is_opened(monkeypatch):
    monkeypatch.setattr(forms, "admit", None)

    with pytest.raises(ValidationError, match=f"at most {MAX_PICTURES_AT_ONCE}"):
        PicturesField().clean([upload(b"x")] * (MAX_PICTURES_AT_ONCE + 1))


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("", {}),
        ('{"colour": "blue", "height": 24.5}', {"colour": "blue", "height": 24.5}),
        (
            '{"dishwasher": true, "for": ["tea", "cocoa"]}',
            {"dishwasher": True, "for": ["tea", "cocoa"]},
        ),
        ('{"größe": "青い 🌿"}', {"größe": "青い 🌿"}),
    ],
)
def test_attributes_are_names_with_values(text, attributes):
    field = AttributesField(required=False)

    assert field.clean(text) == attributes
    assert field.clean(field.prepare_value(attributes)) == attributes
    assert not field.has_changed(attributes, field.prepare_value(attributes))


@pytest.mark.parametrize(
    "text",
    [
        '{"colour": "bl\\u0000ue"}',
        '{"colour": "\\ud800"}',
        '{"col\\u0000our": "blue"}',
        '{"colour": "bl\0ue"}',
        '{"weight": NaN}',
        '{"weight": 1e999}',
        '{"weight": null}',
        '{"size": {"height": 3}}',
        '{"sizes": [["a"]]}',
        '{"number": ' + "9" * 5_000 + "}",
        '["blue"]',
        '"blue"',
        "colour: blue",
        "{'colour': 'blue'}",
        "[" * 9_000,
        '{"story": "' + "x" * 10_000 + '"}',
    ],
    ids=lambda text: ascii(text)[:24],
)
def test_attributes_that_cannot_be_kept_are_refused(text):
    field = AttributesField(required=False)

    with pytest.raises(ValidationError):
        field.clean(text)
    assert field.has_changed({}, text)


def test_unreadable_attributes_name_the_line():
    with pytest.raises(ValidationError, match="Line 2"):
        AttributesField().clean('{"colour": "blue"\n"size": "M"}')
