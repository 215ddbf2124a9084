"""All shelves in one query."""

from __future__ import annotations

from catalog.models import Category
from shop.tree import CategoryTree


def test_a_tree_is_read_once(category, department, django_assert_num_queries):
    with django_assert_num_queries(1):
        tree = CategoryTree()
        assert tree.roots == [department]
        assert tree.children(department) == [category]
        assert tree.path_to(category) == [department]
        assert tree.path_to(department) == []
        assert list(tree.walk()) == [(0, department), (1, category)]
        assert sorted(tree.ids_within(department)) == sorted([department.pk, category.pk])
        assert tree.find("vases") == category
        assert tree.find("nowhere") is None


def test_a_department_borrows_a_picture_from_below(category, department, make_product):
    product = make_product("red")
    Category.objects.create(name="Empty", slug="empty")

    tree = CategoryTree()
    shelves = tree.shelves(tree.roots)

    assert [shelf.category for shelf in shelves] == [department]
    assert shelves[0].picture.pk == product.cover.pk
    assert [shelf.category for shelf in tree.stocked_shelves(limit=9)] == [category]


def test_the_picture_of_a_draft_stands_for_nothing(category, make_product):
    make_product("red", is_published=False)

    tree = CategoryTree()

    assert tree.shelves(tree.roots) == []
    assert tree.stocked_shelves(limit=9) == []


def test_a_ring_of_parents_hangs_no_page(client, category, department):
    Category.objects.filter(pk=department.pk).update(parent=category)

    tree = CategoryTree()

    assert department in tree.path_to(category)
    assert tree.ids_within(category)
    assert client.get("/c/vases/").status_code == 200
