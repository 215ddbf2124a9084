"""Categories with the pictures that stand for them."""

from __future__ import annotations

from django.test import Client

from catalog.models import Category
from shop.category_tiles import stocked_tiles, tiles_of


def test_a_department_borrows_a_picture_from_below(
    category: Category, department, make_product
) -> None:
    product = make_product("red")
    Category.objects.create(name="Empty", slug="empty")

    tree = Category.objects.as_tree()
    tiles = tiles_of(tree.roots, tree=tree)

    assert [tile.category for tile in tiles] == [department]
    assert tiles[0].picture.pk == product.cover.pk
    assert [tile.category for tile in stocked_tiles(tree, limit=9)] == [category]


def test_the_picture_of_a_draft_stands_for_nothing(category: Category, make_product) -> None:
    make_product("red", is_published=False)

    tree = Category.objects.as_tree()

    assert tiles_of(tree.roots, tree=tree) == []
    assert stocked_tiles(tree, limit=9) == []


def test_a_ring_of_parents_hangs_no_page(
    client: Client, category: Category, department, make_product
) -> None:
    make_product("red")
    Category.objects.filter(pk=department.pk).update(parent=category)

    for address in ("/", "/c/vases/", "/c/table/", "/p/product-1/"):
        assert client.get(address).status_code == 200
