"""What is exported and imported into an empty shop gives the same state, whatever is in it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from catalog.categories.paths import CategoryPaths
from catalog.descriptions.visible import is_visible
from catalog.models import Category, Product, ProductImage
from tests.factories import PictureFactory, ProductFactory

pytestmark = pytest.mark.django_db(transaction=True)

# What people and programs write; NUL and halves of pairs no database keeps. U+FFFD stands where an
# encoding was wrong, and every import refuses it with a sentence.
LETTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd", include_characters="\n\t"
)
TEXTS = st.text(LETTERS, max_size=40)
NAMES = TEXTS.map(lambda text: " ".join(text.split())).filter(is_visible)
VALUES = st.one_of(
    TEXTS,
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.lists(NAMES, max_size=3),
    st.sampled_from(["00123", "1e3", "true", "16-07", "=1+1", "'quoted", "json:{}", "1.50", " x "]),
)
SAID = st.fixed_dictionaries(
    {}, optional={"name": NAMES, "description": TEXTS.filter(bool)}
).filter(bool)
PRODUCTS = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES,
            "description": TEXTS,
            "brand": NAMES | st.just(""),
            "family": NAMES | st.just(""),
            "price": st.decimals(0, 99_999_999, places=2),
            "stock": st.integers(0, 2**31 - 1),
            "is_published": st.booleans(),
            "path": st.lists(NAMES, min_size=1, max_size=3).map(tuple),
            "attributes": st.dictionaries(NAMES, VALUES, max_size=3),
            "translations": st.dictionaries(st.sampled_from(["de", "ar"]), SAID, max_size=2),
        }
    ),
    min_size=1,
    max_size=6,
)


def fill(products: list[dict[str, Any]]) -> None:
    empty()
    paths = CategoryPaths()
    for number, values in enumerate(products):
        own = dict(values)
        category, _made = paths.ensure(own.pop("path"))
        Product.objects.create(sku=f"S-{number}", slug=f"slug-{number}", category=category, **own)


def empty() -> None:
    Product.objects.all().delete()
    while leaves := Category.objects.filter(children=None):
        leaves.delete()


def state() -> dict[str, dict[str, Any]]:
    """All that staff can say of each product, by SKU."""
    paths = CategoryPaths()
    texts = ("slug", "name", "description", "brand", "family")
    fields = (*texts, "price", "stock", "is_published", "attributes", "translations")
    return {
        product.sku: {
            **{name: getattr(product, name) for name in fields},
            "types": {name: type(value) for name, value in product.attributes.items()},
            "category": paths.path_of(product.category_id),
            "pictures": [image.alt for image in product.images.all()],
        }
        for product in Product.objects.all()
    }


def middles() -> list[tuple[int, ...]]:
    """The colour of each picture in its middle, in steps that coding anew does not change."""
    found = []
    for image in ProductImage.objects.order_by("product__sku", "position"):
        with Image.open(image.image.path) as picture:
            pixel = picture.resize((3, 3)).getpixel((1, 1))
        assert isinstance(pixel, tuple)
        found.append(tuple(round(value / 32) for value in pixel))
    return found


def round_trip(name: str, **options: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        pictures = Path(folder) / "pictures"
        pictures.mkdir()
        call_command("export_catalog", path, images=pictures, quiet=True, **options)
        empty()
        call_command("import_catalog", path, images=pictures, quiet=True)


@pytest.mark.parametrize("name", ["shop.csv", "shop.xlsx"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(products=PRODUCTS)
def test_any_catalogue_comes_back_as_it_was(name: str, products: list[dict[str, Any]]) -> None:
    fill(products)
    before = state()
    round_trip(name)
    assert state() == before


@pytest.fixture
def shop() -> Callable[[], dict[str, Any]]:
    for number, colours in enumerate([("red", "blue"), ("gold",), ()]):
        product = ProductFactory.create(
            sku=f"S-{number}", price=Decimal("9.50"), attributes={"color": "red"}, pictures=colours
        )
        for image, alt in zip(product.images.all(), ("Front", "Back"), strict=False):
            ProductImage.objects.filter(pk=image.pk).update(alt=alt)
    return state


def test_pictures_come_back_in_order(shop) -> None:
    before, colours = shop(), middles()
    round_trip("shop.csv")
    assert state() == before
    assert middles() == colours


def test_into_the_same_shop_it_changes_nothing(shop, tmp_path: Path, capsys) -> None:
    PictureFactory.create(product=Product.objects.get(sku="S-2"), colour="pink")
    before = list(ProductImage.objects.order_by("pk").values())
    for name, options in (("shop.csv", {}), ("addresses.csv", {"address": "https://shop.example"})):
        call_command("export_catalog", tmp_path / name, quiet=True, **options)
        call_command("import_catalog", tmp_path / name, quiet=True)
        assert "0 new, 0 changed, 3 unchanged, 0 refused" in capsys.readouterr().out
    assert list(ProductImage.objects.order_by("pk").values()) == before


def test_a_feed_for_google_comes_back(shop, tmp_path: Path) -> None:
    before = shop()
    path = tmp_path / "feed.xml"
    call_command("export_catalog", path, address="https://shop.example", quiet=True)
    text = path.read_text()
    assert "<g:link>https://shop.example/p/product-1/</g:link>" in text
    assert "<g:price>9.50 EUR</g:price>" in text
    call_command("import_catalog", path, quiet=True)
    assert state() == before


def test_what_is_missing_is_a_sentence(shop, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--format"):
        call_command("export_catalog", tmp_path / "shop.txt", quiet=True)
    with pytest.raises(CommandError, match="--address"):
        call_command("export_catalog", tmp_path / "feed.xml", quiet=True)
    with pytest.raises(CommandError, match="No such file"):
        call_command("export_catalog", tmp_path / "none" / "shop.csv", quiet=True)
    assert list(tmp_path.iterdir()) == []
