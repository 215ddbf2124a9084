"""Which pictures of a folder show one product, read off their names."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from catalog.imports.folder import Report, find_products


@pytest.mark.parametrize(
    ("names", "products"),
    [
        ("bag-1 bag-2 bag_alt bag-back", {"bag": 4}),
        # A shop's own names often hold a number and a view: the second picture is no new product.
        ("mb03-black-0 mb03-black-0_alt1", {"mb03-black-0": 2}),
        ("mug-1_front mug-1_back mug-2_front mug-2_back", {"mug-1": 2, "mug-2": 2}),
        ("mug-1 mug-1_side mug-2 mug-2_side", {"mug-1": 2, "mug-2": 2}),
        ("hood-gray_main hood-gray_alt1 hood-red_main", {"hood-gray": 2, "hood-red": 1}),
        ("sku-10-01 sku-10-02 sku-11-01", {"sku-10": 2, "sku-11": 1}),
        ("-1 _back", {"-1": 1, "_back": 1}),
    ],
)
def test_names_say_which_pictures_show_one_product(tmp_path: Path, names, products) -> None:
    (tmp_path / "shelf").mkdir()
    for name in names.split():
        (tmp_path / "shelf" / f"{name}.jpg").touch()
    found = find_products(tmp_path, Report())
    assert {each.name: len(each.pictures) for each in found} == products
    assert {each.category for each in found} == {("shelf",)}


def test_pictures_stand_in_the_order_in_which_people_count(tmp_path: Path) -> None:
    names = ["chair.jpg", "chair-1.jpg", "chair-2.jpg", "chair-10.jpg", "chair_back.jpg"]
    for name in reversed(names):
        (tmp_path / name).touch()
    (product,) = find_products(tmp_path, Report())
    assert [each.name for each in product.pictures] == names


def test_a_folder_in_both_spellings_of_one_letter_is_one(tmp_path: Path) -> None:
    for name in ("Cafés/crème-1.jpg", unicodedata.normalize("NFD", "Cafés/crème-2.jpg")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    (product,) = find_products(tmp_path, Report())
    assert len(product.pictures) == 2
