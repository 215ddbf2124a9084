"""A file into the catalogue: what is new, changed, unchanged, refused, and nothing twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from catalog.imports import runs
from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.runs.applying import PICTURES
from catalog.imports.runs.working import work
from catalog.models import Category, Product
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db

FILE = (
    "sku,name,price,category,brand,stock,attribute:colour,attribute:size\n"
    "A-1,Blue vase,12.50,Home > Vases,Acme,3,blue,24\n"
    "A-2,Red vase,9.90,Home > Vases,,0,red,\n"
    "A-3,,9.90,Home > Vases,,1,,\n"
)


def test_dry_run_counts_and_writes_nothing(started, finish) -> None:
    ProductFactory.create(sku="A-2", name="Red vase", price="8.00", stock=0)
    run = started(FILE)
    assert run.mapping["format"] == "vitrine"
    runs.check(run)
    finish(run)
    assert run.state == ImportRun.State.CHECKED
    assert run.counts == {"new": 1, "changed": 1, "refused": 1, "categories_new": 2}
    assert (Product.objects.count(), Category.objects.count()) == (1, 1)
    (changed,) = runs.rows(run, "changed")
    assert changed.changes["price"] == ["8.00", "9.90"]
    assert changed.changes["category"] == [["Vases"], ["Home", "Vases"]]
    assert "name" not in changed.changes
    assert "stock" not in changed.changes
    (refused,) = runs.rows(run, "refused")
    assert refused.lines == [4]
    assert [(each["code"], each["column"]) for each in refused.problems] == [("empty", "name")]


def test_products_come_in_with_categories_and_types(imported) -> None:
    run = imported(FILE)
    assert run.state == ImportRun.State.APPLIED
    assert run.finished_at
    vase = Product.objects.get(sku="A-1")
    assert (vase.name, vase.price, vase.brand, vase.stock) == (
        *("Blue vase", Decimal("12.50"), "Acme", 3),
    )
    assert vase.attributes == {"colour": "blue", "size": 24}
    assert (vase.category.name, vase.category.parent.name) == ("Vases", "Home")
    assert vase.slug == "blue-vase"
    assert vase.is_published
    assert Product.objects.count() == 2
    look = runs.progress(run)
    assert (look.done, look.total, look.share) == (3, 3, 1.0)


def test_again_changes_nothing(imported) -> None:
    imported(FILE)
    before = list(Product.objects.order_by("pk").values())
    run = imported(FILE)
    assert run.counts["unchanged"] == 2
    assert not run.counts.get("new")
    assert list(Product.objects.order_by("pk").values()) == before


def test_missing_column_leaves_and_empty_cell_empties(imported) -> None:
    imported(FILE)
    imported("sku,brand,attribute:size\nA-1,,\n")
    vase = Product.objects.get(sku="A-1")
    assert (vase.brand, vase.attributes) == ("", {"colour": "blue"})
    assert (vase.name, vase.stock, vase.price) == ("Blue vase", 3, Decimal("12.50"))


def test_look_alike_sku_is_the_product_that_is_there(imported) -> None:
    ProductFactory.create(sku="KT‑77", name="Old")
    run = imported("sku,name\nkt-77,New\n")
    product = Product.objects.get()
    assert (product.name, product.sku) == ("New", "KT‑77")
    assert run.rows.get().notices


def test_sku_between_two_products_is_refused(imported) -> None:
    ProductFactory.create(sku="kt-77")
    ProductFactory.create(sku="KT-77")
    run = imported("sku,name\nKt-77,New\n")
    assert [each["code"] for each in run.rows.get().problems] == ["look_alike_sku"]
    run = imported("sku,name\nKT-77,New\n")
    assert Product.objects.get(name="New").sku == "KT-77"


def test_new_product_needs_name_and_category(imported) -> None:
    run = imported("sku,stock\nA-1,3\n")
    codes = [each["code"] for each in run.rows.get().problems]
    assert codes == ["new_without_name", "new_without_category"]
    assert not Product.objects.exists()


def test_category_of_products_without_one(imported, category: Category) -> None:
    imported("sku,name\nA-1,Vase\n", category=category)
    assert Product.objects.get().category == category


def test_categories_are_told_apart_by_name_and_parent(imported) -> None:
    names = ["C", "C++", "C#", "Men > Shoes", "Women > Shoes", "Men-Shoes", "Сумки 2024"]
    names.append("Обувь 2024")
    lines = "".join(f"S-{number},Thing,{name}\n" for number, name in enumerate(names))
    imported("sku,name,category\n" + lines)
    for number, name in enumerate(names):
        category = Product.objects.get(sku=f"S-{number}").category
        path = [category.parent.name, category.name] if category.parent else [category.name]
        assert path == name.split(" > ")
    assert Category.objects.count() == len(names) + 2


def test_same_names_have_addresses_of_their_own(imported) -> None:
    imported("sku,name,category\nA-1,Twin,X\nA-2,Twin,X\nA-3,Twin,X\n")
    assert Product.objects.values("slug").distinct().count() == 3
    imported("sku,name,category\nA-4,Twin,X\n")
    assert Product.objects.get(sku="A-4").slug != "twin"


def test_address_of_another_product_is_refused(imported) -> None:
    ProductFactory.create(sku="A-1", slug="vase")
    run = imported("sku,name,slug,category\nA-2,Vase,vase,X\nA-3,Jug,jug,X\nA-4,Jug,jug,X\n")
    codes = {row.sku: [each["code"] for each in row.problems] for row in runs.rows(run)}
    assert codes == {"A-2": ["slug_taken"], "A-3": [], "A-4": ["slug_taken"]}
    assert run.counts == {
        **{"new": 1, "refused": 2, "categories_new": 1},
    }


def test_a_product_that_changed_after_the_dry_run_is_compared_anew(started, finish) -> None:
    ProductFactory.create(sku="A-1", name="Vase", price="5.00")
    run = started("sku,price\nA-1,5.00\n")
    runs.check(run)
    assert finish(run).counts["unchanged"] == 1
    Product.objects.update(price=7)
    runs.apply(run)
    assert finish(run).counts["changed"] == 1
    assert Product.objects.get().price == Decimal("5.00")


def test_statements_do_not_grow_with_rows(started, finish, django_assert_max_num_queries) -> None:
    for number in range(150):
        ProductFactory.create(sku=f"A-{number}", price="5.00")
    run = started("sku,price\n" + "".join(f"A-{number},6.00\n" for number in range(150)))
    runs.check(run)
    with django_assert_max_num_queries(45):
        finish(run)
    runs.apply(run)
    with django_assert_max_num_queries(45):
        finish(run)
    assert ImportRow.objects.filter(is_applied=True).count() == 150


def test_a_batch_reads_its_own_rows_of_a_long_file(started, finish) -> None:
    lines = (f"A-{each},Vase {each},X,none.jpg\n" for each in range(1_500))
    run = started("sku,name,category,pictures\n" + "".join(lines))
    runs.check(run)
    finish(run)
    runs.apply(run)
    assert work(token="t", seconds=0)  # products of the first rows
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_importrow")
    before = rows_read()
    assert work(token="t", seconds=0)
    run.refresh_from_db()
    assert run.cursor == PICTURES
    assert 0 < rows_read() - before < 500


def rows_read() -> int:
    """Rows of imports that this transaction has read so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
            " WHERE relname = 'catalog_importrow'"
        )
        (read,) = cursor.fetchone()
    return int(read)
