"""What a shopper may ask of a photo search, and what becomes of nonsense."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shop.forms.photo_filter import PhotoFilterForm


@pytest.fixture
def photo_filters():
    def make(**asked: object) -> PhotoFilterForm:
        form = PhotoFilterForm(asked, blocks={"visual", "colour"})
        form.is_valid()
        return form

    return make


@pytest.mark.parametrize(
    ("asked", "region"),
    [
        ({}, None),
        ({"x": 0, "y": 0, "w": 100, "h": 100}, (0, 0, 1, 1)),
        ({"w": 40}, (0, 0, 0.4, 1)),
        ({"x": 20, "y": 10, "w": 50, "h": 60}, (0.2, 0.1, 0.5, 0.6)),
        ({"x": 90, "y": 95, "w": 100, "h": 100}, (0.9, 0.95, 0.1, 0.05)),
    ],
)
def test_a_frame_never_reaches_beyond_the_photo(photo_filters, asked, region) -> None:
    form = photo_filters(**asked)
    assert form.region == (region and pytest.approx(region))
    assert not form.errors


@pytest.mark.parametrize("wrong", [{"x": "left"}, {"x": "NaN"}, {"y": 120}, {"w": 0}, {"h": -4}])
def test_a_frame_that_is_none_is_told_and_left_out(photo_filters, wrong) -> None:
    form = photo_filters(**{"x": 20, "y": 10, "w": 50, "h": 60, **wrong})
    assert form.region is None
    assert list(form.errors.values()) == [
        ["This frame is no part of the photo: we looked as if there were none."]
    ]


def test_prices_are_read_and_nonsense_is_named(photo_filters) -> None:
    good = photo_filters(price_min="1.50", price_max="20")
    bad = photo_filters(price_min="-1", price_max="NaN")

    assert good.cleaned_data["price_min"] == Decimal("1.50")
    assert not good.errors
    assert bad.errors.keys() == {"price_min", "price_max"}


@pytest.mark.parametrize(
    ("blocks", "looks"),
    [
        ({"visual", "colour"}, ["", "shape", "colour"]),
        ({"visual", "other"}, ["", "shape"]),
        ({"visual"}, [""]),
        (set(), [""]),
    ],
)
def test_only_what_the_live_space_compares_can_be_what_counts(blocks, looks) -> None:
    form = PhotoFilterForm({"look": "colour"}, blocks=blocks)
    form.is_valid()
    offered = form["look"].subwidgets
    assert [choice.data["value"] for choice in offered] == looks
    assert form.offers_looks == (len(looks) > 1)
    assert form.weights == ({"colour": 1} if "colour" in looks else None)
