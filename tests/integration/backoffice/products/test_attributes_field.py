"""A product's attributes as JSON that the shop can keep."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from backoffice.products.attributes_field import AttributesField


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
def test_attributes_are_names_with_values(text, attributes) -> None:
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
def test_attributes_that_cannot_be_kept_are_refused(text) -> None:
    field = AttributesField(required=False)

    with pytest.raises(ValidationError):
        field.clean(text)
    assert field.has_changed({}, text)


def test_unreadable_attributes_name_the_line() -> None:
    with pytest.raises(ValidationError, match="Line 2"):
        AttributesField().clean('{"colour": "blue"\n"size": "M"}')
