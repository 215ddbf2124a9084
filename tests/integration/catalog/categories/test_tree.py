"""The tree of categories: its order, the ways up and down, sums, and rings that harm nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from catalog.categories.tree import CategoryTree, as_array, ids_of, indented, subtree_of
from catalog.models import Category, Product


@pytest.fixture
def make(db) -> Callable[..., Category]:
    """A category with a name: make("Pots", parent=table, position=2)."""

    def make(name: str, **values: object) -> Category:
        return Category.objects.create(name=name, slug=name.lower(), **values)

    return make


@pytest.fixture
def table(make) -> dict[str, Category]:
    """Two departments, three levels; each made in another order than shoppers see them."""
    made = {"Walls": make("Walls", position=2), "Table": make("Table", position=1)}
    made["Pots"] = make("Pots", parent=made["Table"])
    made["Mugs"] = make("Mugs", parent=made["Table"])
    made["Tall"] = make("Tall", parent=made["Pots"])
    return made


def test_one_query_answers_everything(table, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        tree = Category.objects.as_tree()
        assert tree.roots == [table["Table"], table["Walls"]]
        assert tree.children(table["Table"]) == [table["Mugs"], table["Pots"]]
        assert tree.children(table["Tall"]) == []
        assert tree.parent(table["Tall"]) == table["Pots"]
        assert tree.parent(table["Walls"]) is None
        assert tree.path_to(table["Tall"]) == [table["Table"], table["Pots"]]
        assert tree.path_to(table["Table"]) == []
        assert tree.find("tall") == table["Tall"]
        assert tree.find("nowhere") is None


def test_the_walk_is_the_shops_menu(table) -> None:
    tree = Category.objects.as_tree()

    assert [(depth, each.name) for depth, each in tree.walk()] == [
        (0, "Table"),
        (1, "Mugs"),
        (1, "Pots"),
        (2, "Tall"),
        (0, "Walls"),
    ]
    assert [(depth, each.name) for depth, each in tree.walk(table["Pots"])] == [
        (0, "Pots"),
        (1, "Tall"),
    ]


def test_categories_of_one_name_and_position_stand_in_the_order_they_came(make) -> None:
    first, second = make("Lamps"), make("Lamps ")
    Category.objects.update(name="Lamps")

    assert Category.objects.as_tree().roots == [first, second]


def test_memory_and_database_agree_on_a_subtree(table) -> None:
    tree = Category.objects.as_tree()

    for category in table.values():
        assert sorted(ids_of(subtree_of(category.pk))) == sorted(tree.subtree_ids(category))


def test_counts_add_up_the_tree(table) -> None:
    tree = Category.objects.as_tree()
    ids = {name: category.pk for name, category in table.items()}

    sums = tree.sums({ids["Table"]: 1, ids["Mugs"]: 2, ids["Tall"]: 4})

    assert sums == {
        **{ids["Table"]: 7, ids["Mugs"]: 2, ids["Pots"]: 4, ids["Tall"]: 4},
        ids["Walls"]: 0,
    }


@pytest.mark.parametrize("ring", [("Table", "Tall"), ("Table", "Table"), ("Pots", "Tall")])
def test_a_ring_hangs_nothing_and_hides_nobody(table, ring) -> None:
    inner, outer = (table[name] for name in ring)
    Category.objects.filter(pk=inner.pk).update(parent=outer)
    tree = Category.objects.as_tree()

    walked = [each.pk for _, each in tree.walk()]
    assert sorted(walked) == sorted(each.pk for each in table.values())
    assert walked[0] == tree.roots[0].pk
    for each in Category.objects.all():
        assert sorted(tree.subtree_ids(each)) == sorted(ids_of(subtree_of(each.pk)))
        assert len(tree.path_to(each)) <= len(table)
    assert tree.sums({inner.pk: 3})[inner.pk] == 3


def test_a_tree_of_nothing(db) -> None:
    tree = CategoryTree([])

    assert (tree.roots, list(tree.walk()), tree.sums({})) == ([], [], {})


def test_a_thousand_categories_one_below_the_other(db) -> None:
    """No limit of Python on calls within calls stands in the way."""
    made = Category.objects.bulk_create(
        [Category(name=f"Level {n}", slug=f"level-{n}") for n in range(1_100)]
    )
    for above, below in itertools.pairwise(made):
        below.parent = above
    Category.objects.bulk_update(made, ["parent"])

    tree = Category.objects.as_tree()

    assert [depth for depth, _ in tree.walk()] == list(range(1_100))
    assert len(tree.path_to(made[-1])) == 1_099
    assert tree.sums({made[-1].pk: 5})[made[0].pk] == 5


def test_names_are_indented_by_their_depth(table) -> None:
    assert indented(table["Tall"], 2) == "\N{EM SPACE}\N{EM SPACE}Tall"
    assert ids_of(as_array([3, 1])) == [3, 1]
    assert ids_of(as_array([])) == []


def test_products_are_found_and_counted_by_category(table, make_product) -> None:
    for name in ("Pots", "Tall", "Tall", "Walls"):
        make_product(category=table[name])
    tree = Category.objects.as_tree()

    below = Product.objects.in_subtree(as_array(tree.subtree_ids(table["Table"])))

    assert set(below) == set(Product.objects.in_category(table["Table"]))
    assert below.count() == 3
    assert Product.objects.count_by_category() == {
        **{table["Pots"].pk: 1, table["Tall"].pk: 2},
        table["Walls"].pk: 1,
    }
