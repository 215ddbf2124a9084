"""The tree of categories."""

from __future__ import annotations

from catalog.models import Category


def test_each_category_comes_after_its_parent_with_the_products_of_its_subtree(
    get, make_product, category: Category
) -> None:
    late = Category.objects.create(name="Aprons", slug="aprons", position=9)
    floor = Category.objects.create(name="Floor", slug="floor", parent=category)
    tall = Category.objects.create(name="Tall", slug="tall", parent=floor)
    make_product()
    make_product(category=floor)
    make_product(category=tall)
    make_product(category=tall, is_published=False)
    make_product(category=late, is_published=False)

    rows = [(c["slug"], c["parent"], c["products"]) for c in get("categories/")["results"]]

    assert rows == [
        ("vases", None, 3),
        ("floor", "vases", 2),
        ("tall", "floor", 1),
    ]


def test_the_whole_tree_is_two_queries_beside_the_state(
    get, category: Category, django_assert_num_queries
) -> None:
    for n in range(5):
        Category.objects.create(name=f"C{n}", slug=f"c{n}", parent=category)

    with django_assert_num_queries(3):
        get("categories/")


def test_it_takes_no_parameters(refused) -> None:
    assert refused("categories/", page=1) == {"page": "unknown"}
