"""The tree that pages share: true again at once where asked, and never older than promised."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation

from catalog.categories import kept
from catalog.categories.kept import kept_tree
from catalog.models import Category, Product


@pytest.fixture
def lamps(category: Category) -> Category:
    return Category.objects.create(name="Lamps", slug="lamps", position=1)


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass without waiting for them: pass_time(2)."""
    now = [1_000.0]
    monkeypatch.setattr(kept.time, "monotonic", lambda: now[0])

    def pass_(seconds: float) -> None:
        now[0] += seconds

    return pass_


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


def test_what_has_not_changed_is_compared_by_one_statement(
    lamps, make_product, django_assert_num_queries
) -> None:
    product = make_product()
    tree = kept_tree()

    product.price = 7
    product.save()
    with django_assert_num_queries(1):
        assert kept_tree() is tree


def test_for_a_second_nobody_asks(
    lamps, make_product, settings, pass_time, django_assert_num_queries
) -> None:
    settings.VITRINE_MENU_SECONDS = 1
    make_product(category=lamps)
    assert menu() == ["Lamps"]

    Category.objects.filter(pk=lamps.pk).update(name="Lights")
    pass_time(0.9)
    with django_assert_num_queries(0):
        assert menu() == ["Lamps"]
    pass_time(0.2)
    assert menu() == ["Lights"]
    made = Category.objects.create(name="Rugs", slug="rugs")
    assert kept_tree().find("rugs") is None
    assert kept_tree(newest=True).find("rugs") == made


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
