"""The tree that pages share: never stale, and read again only where it has changed."""

from __future__ import annotations

import pytest
from django.utils import translation

from catalog.categories.kept import kept_tree
from catalog.models import Category, Product


@pytest.fixture
def lamps(category: Category) -> Category:
    return Category.objects.create(name="Lamps", slug="lamps", position=1)


def menu() -> list[str]:
    return [f"{'-' * depth}{each.name}" for depth, each in kept_tree().stocked.walk()]


def test_each_change_is_in_the_next_tree(category: Category, lamps, make_product) -> None:
    make_product(category=lamps)
    assert menu() == ["Lamps"]

    vase = make_product()
    assert menu() == ["Vases", "Lamps"]
    Category.objects.filter(pk=lamps.pk).update(name="Lights")
    assert menu() == ["Vases", "Lights"]
    Category.objects.filter(pk=lamps.pk).update(parent=category)
    assert menu() == ["Vases", "-Lights"]
    Category.objects.filter(pk=lamps.pk).update(parent=None, position=0)
    assert menu() == ["Lights", "Vases"]
    Product.objects.filter(pk=vase.pk).update(category=lamps)
    assert menu() == ["Lights"]
    Product.objects.update(is_published=False)
    assert menu() == []
    Category.objects.filter(pk=category.pk).delete()
    assert kept_tree().find("vases") is None


def test_what_has_not_changed_is_not_read_again(
    lamps, make_product, django_assert_num_queries
) -> None:
    product = make_product()
    tree = kept_tree()

    with django_assert_num_queries(1):  # the state of the catalogue
        assert kept_tree() is tree
    product.price = 7
    product.save()
    with django_assert_num_queries(2):  # and the version of the categories
        assert kept_tree() is tree
    with django_assert_num_queries(1):
        assert kept_tree() is tree
    Category.objects.filter(pk=lamps.pk).update(description="To read by.")
    with django_assert_num_queries(3):
        assert kept_tree().find("lamps").description == "To read by."


def test_each_language_has_its_own(lamps, make_product) -> None:
    lamps.translations = {"de": {"name": "Lampen"}}
    lamps.save()
    make_product(category=lamps)

    with translation.override("de"):
        assert menu() == ["Lampen"]
    assert menu() == ["Lamps"]
    lamps.translations = {"de": {"name": "Leuchten"}}
    lamps.save()
    with translation.override("de"):
        assert menu() == ["Leuchten"]
