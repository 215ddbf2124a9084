"""Who renames or moves a category waits for nobody who is changing its products meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from catalog.categories.renaming import rename_in_products
from catalog.models import Category, Product
from tests.factories import CategoryFactory, ProductFactory
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tree(db: None) -> tuple[Category, list[Product]]:
    """Vases in the department Home, and two products."""
    home = CategoryFactory.create(slug="home", name="Home")
    vases = CategoryFactory.create(slug="vases", name="Vases", parent=home)
    return vases, [ProductFactory.create(category=vases, pictures=()) for _ in range(2)]


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """A session of somebody else, in a transaction."""
    connection.ensure_connection()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        yield other


def words() -> list[str]:
    return list(Product.objects.order_by("pk").values_list("category_words", flat=True))


@pytest.mark.parametrize("step", [1, -1])
def test_a_move_and_changes_of_its_products_are_no_deadlock(
    tree: tuple[Category, list[Product]], other: psycopg.Connection, step: int
) -> None:
    """An import changes products in either order while somebody saves their category."""
    vases, products = tree
    first, last = products[::step]
    vases.parent = None
    errors: list[DatabaseError] = []

    def save() -> None:
        try:
            vases.save()
        except DatabaseError as error:
            errors.append(error)
        finally:
            connection.close()

    change = "UPDATE catalog_product SET stock = 7 WHERE id = %s"
    other.execute(change, [first.pk])
    staff = threading.Thread(target=save)
    staff.start()
    wait_until(lambda: not staff.is_alive() or _is_anybody_waiting(), 20)
    other.execute(change, [last.pk])
    other.commit()
    staff.join()
    assert not errors
    assert set(Product.objects.values_list("stock", flat=True)) == {7}
    rename_in_products()
    assert words() == ["Vases ", "Vases "]


def test_what_somebody_is_changing_is_renamed_once_they_are_done(
    tree: tuple[Category, list[Product]], other: psycopg.Connection
) -> None:
    vases, (_, last) = tree
    other.execute("UPDATE catalog_product SET stock = 7 WHERE id = %s", [last.pk])
    vases.name = "Jugs"
    _save_without_waiting(vases)
    assert words() == ["Jugs  · Home ", "Vases  · Home "]
    assert rename_in_products() == 0
    other.commit()
    assert rename_in_products() == 1
    assert words() == ["Jugs  · Home "] * 2
    assert not Category.objects.filter(words_due=True).exists()


def test_a_category_is_renamed_while_one_below_is(
    tree: tuple[Category, list[Product]], other: psycopg.Connection
) -> None:
    vases, _ = tree
    other.execute("UPDATE catalog_category SET name = 'Jugs' WHERE id = %s", [vases.pk])
    home = vases.parent
    assert home is not None
    home.name = "House"
    _save_without_waiting(home)
    other.commit()
    assert words() == ["Jugs  · Home "] * 2
    assert rename_in_products() == 2
    assert words() == ["Jugs  · House "] * 2
    assert not Category.objects.filter(words_due=True).exists()


def _save_without_waiting(category: Category) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
        category.save()


def _is_anybody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid())"
        )
        return bool(cursor.fetchone()[0])
