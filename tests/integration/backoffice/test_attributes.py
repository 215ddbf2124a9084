"""A product's attributes as rows: kept as they are, suggested by the category, odd ones told of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from backoffice.attributes.field import AttributesField
from backoffice.attributes.rows import Row
from catalog.attributes.suggestions import suggest_attributes
from catalog.models import Category
from tests.filled_form import filled

PLAIN = st.one_of(
    st.booleans(),
    st.integers(-(10**16), 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text('ab |"\\ü🌿15.-[{\n', max_size=12),
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["colour", "größe", "höhe in cm", "for"]),
    st.one_of(PLAIN, st.none(), st.lists(PLAIN, max_size=3), st.dictionaries(st.just("a"), PLAIN)),
)


@given(attributes=ATTRIBUTES)
def test_whatever_an_import_made_comes_back_as_it_was(attributes) -> None:
    field = AttributesField(required=False)
    stripped = {
        name: value.strip() or value if isinstance(value, str) else value
        for name, value in attributes.items()
    }

    # A browser takes line breaks out of a field of one line.
    rows = [replace(row, text=row.text.replace("\n", "")) for row in field.prepare_value(stripped)]

    assert repr(field.clean(rows)) == repr(stripped)
    assert not field.has_changed(stripped, rows)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "24", "24"),
        ("number", "24", 24),
        ("number", "24,5", 24.5),
        ("boolean", "Yes", True),
        ("boolean", "no", False),
        ("list", "tea | cocoa | 3", ["tea", "cocoa", 3]),
        ("list", '"3" | true', ["3", True]),
        ("other", "9" * 400, int("9" * 400)),
    ],
)
def test_a_value_is_of_the_kind_that_was_chosen(kind, text, value) -> None:
    assert AttributesField().clean([Row("a", kind, text)]) == {"a": value}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([Row("height", "number", "tall")], "“tall” is no number"),
        ([Row("height", "number", "NaN")], "is no number"),
        ([Row("height", "number", "1e999")], "too large"),
        ([Row("height", "number", "9" * 5_000)], "is no number"),
        ([Row("sale", "boolean", "perhaps")], "neither yes nor no"),
        ([Row("", "text", "blue")], "“blue” needs a name"),
        ([Row("a", "text", "1"), Row("a", "text", "2")], "stands there twice"),
        ([Row("x" * 121, "text", "1")], "cannot be a name"),
        ([Row("a\0", "text", "1")], "cannot be a name"),
        ([Row("a", "text", "b\0")], "cannot be kept"),
        ([Row("a", "text", "\ud800")], "cannot be kept"),
        ([Row("a", "list", '"\\ud800"')], None),
        ([Row("a", "other", "{")], "cannot be read"),
        ([Row("a", "other", '["\\u0000"]')], "cannot be kept"),
        ([Row("a", "other", "1e999")], "cannot be kept"),
        ([Row("a", "other", "[" * 9_000)], "cannot be read"),
        ([Row("a", "other", "[" * 900 + "]" * 900)], "cannot be read"),
        ([Row("a", "text", "x" * 10_001)], "at most 10000 characters"),
        ([Row(str(n), "text", "1") for n in range(501)], "At most 500"),
    ],
)
def test_odd_rows_get_a_clear_answer(rows, told) -> None:
    field = AttributesField(required=False)
    if told is None:  # kept as the text that it is
        assert field.clean(rows) == {"a": ['"\\ud800"']}
        return
    with pytest.raises(ValidationError, match=told):
        field.clean(rows)
    assert field.has_changed({}, rows)


def test_every_wrong_row_is_told_of_at_once() -> None:
    rows = [Row("height", "number", "tall"), Row("", "text", "blue")]
    with pytest.raises(ValidationError) as refused:
        AttributesField().clean(rows)
    assert len(refused.value.messages) == 2


def test_names_and_values_of_the_category_are_suggested(
    admin_client: Client, make_product, category
) -> None:
    lamps = Category.objects.create(name="Lamps", slug="lamps")
    make_product(category=lamps, attributes={"watts": 40})
    for colour in ("blue", "red", "blue"):
        make_product(attributes={"colour": colour, "for": ["tea", "cocoa"]})
    product = make_product(attributes={"colour": "green"})

    assert suggest_attributes(category.pk) == {
        "colour": ["blue", "green", "red"],
        "for": ["tea", "cocoa"],
    }
    page = admin_client.get(reverse("admin:catalog_product_change", args=[product.pk]))
    text = page.content.decode()
    assert '<option value="colour" data-kind="text"' in text
    assert '<option value="watts"' not in text


def test_the_form_keeps_what_is_wrong_and_saves_what_is_right(
    admin_client: Client, make_product
) -> None:
    product = make_product(attributes={"colour": "blue", "height": 24})
    address = reverse("admin:catalog_product_change", args=[product.pk])
    sent = filled(admin_client.get(address))
    assert sent["attributes-name"] == ["colour", "height"]

    sent["attributes-value"] = ["blue", "tall <b>"]
    page = admin_client.post(address, sent)
    assert "“tall &lt;b&gt;” is no number" in page.content.decode()
    assert 'value="tall &lt;b&gt;"' in page.content.decode()

    sent |= {"attributes-value": ["", "25.5"]}  # its value taken away, colour goes
    admin_client.post(address, sent)
    product.refresh_from_db()
    assert product.attributes == {"height": 25.5}


def test_attributes_that_are_none_open_their_page_and_its_history(
    admin_client: Client, make_product
) -> None:
    product = make_product(attributes=["blue"])
    address = reverse("admin:catalog_product_change", args=[product.pk])
    admin_client.post(address, filled(admin_client.get(address), **{"attributes-name": "x"}))

    product.refresh_from_db()
    assert product.attributes == {}
    history = reverse("admin:catalog_product_history", args=[product.pk])
    assert "blue" in admin_client.get(history).content.decode()
