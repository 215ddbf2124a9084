"""A state of the catalogue has a name; whoever changes it, by whatever way, makes another."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import connection, transaction

from catalog.models import Category, Product, ProductImage, StateMark
from catalog.state import remembering
from catalog.state.reading import catalogue_state, one_state
from catalog.state.remembering import worked_out


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


CHANGES: dict[str, Callable[[Product], object]] = {
    "saved": lambda product: product.save(),
    "updated": lambda product: Product.objects.update(stock=9),
    "added": lambda product: Product.objects.bulk_create(
        [Product(sku="N", slug="n", name="N", category=product.category, price=1)]
    ),
    "deleted": lambda product: Product.objects.all().delete(),
    "by hand": lambda product: sql("UPDATE catalog_product SET price = 3"),
    "category": lambda product: Category.objects.update(name="Bowls"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_each_change_is_another_state(make_product, change: Callable[[Product], object]) -> None:
    product = make_product("red")
    before = catalogue_state()
    assert catalogue_state() == before
    Product.objects.filter(pk=-1).update(stock=1)  # meets nothing
    assert catalogue_state() == before
    with transaction.atomic():
        change(product)
        assert catalogue_state().products != before.products
        transaction.set_rollback(True)
    assert catalogue_state() == before
    change(product)
    assert catalogue_state().products != before.products


def test_pictures_have_a_state_of_their_own(make_product) -> None:
    make_product("red")
    before = catalogue_state()
    ProductImage.objects.update(alt="A red vase")
    assert catalogue_state().products == before.products
    assert catalogue_state().pictures != before.pictures


def test_an_answer_is_of_the_state_in_which_it_was_begun(
    make_product, django_assert_num_queries
) -> None:
    make_product()
    with one_state():
        Product.objects.update(stock=1)
        begun = catalogue_state()
        Product.objects.update(stock=2)
        with django_assert_num_queries(0):
            assert catalogue_state() == begun
        with one_state():
            assert catalogue_state() != begun
    assert catalogue_state() != begun


def test_only_the_newest_marks_stay(category: Category) -> None:
    seen = set()
    for number in range(200):
        Category.objects.update(position=number)
        seen.add(catalogue_state().products)
    assert len(seen) == 200
    assert StateMark.objects.count() <= 128


def test_a_value_is_worked_out_once_for_each_state(make_product, monkeypatch) -> None:
    monkeypatch.setattr(remembering, "MOST", 3)
    make_product()
    made: list[str] = []

    def ask(key: str) -> int:
        return worked_out(key, lambda: made.append(key) or Product.objects.count())

    assert [ask("a"), ask("b"), ask("a"), ask("a")] == [1, 1, 1, 1]
    assert made == ["a", "b"]
    make_product()
    assert [ask("a"), ask("a")] == [2, 2]
    for key in "cdef":
        ask(key)
    ask("f")
    assert made[2:] == ["a", "c", "d", "e", "f"]
    ask("a")
    assert made[-1] == "a"  # let go to make room


@pytest.mark.django_db(transaction=True)
def test_who_commits_later_is_not_overlooked(make_product) -> None:
    """Its mark is the older one, and comes into sight after a newer one was seen."""
    product = make_product()
    connection.ensure_connection()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("UPDATE catalog_product SET stock = 41")
        Category.objects.update(position=7)
        assert worked_out("stock", lambda: Product.objects.get().stock) == product.stock
        other.commit()
    assert worked_out("stock", lambda: Product.objects.get().stock) == 41
