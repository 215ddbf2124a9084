"""Lists that are narrowed: facets, chips, one card a family, and ways out where nothing is left."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_plus

import pytest
from django.http import QueryDict
from django.test import Client

from catalog.models import Category, Product
from shop.lists.choice import read_choice


@pytest.fixture
def vases(make_product: Callable[..., Product]) -> list[Product]:
    """Six vases: a design in three colours, one of them sold out, and three of their own."""
    rows = [
        {"family": "f", "brand": "Alba", "price": 10, "attributes": {"colour": "red"}},
        {"family": "f", "brand": "Alba", "price": 30, "attributes": {"colour": "blue"}},
        {"family": "f", "brand": "Alba", "price": 20, "stock": 0, "attributes": {"colour": "red"}},
        {"brand": "Alba", "price": 15, "attributes": {"colour": "blue", "size": "1,5 l"}},
        {"brand": "Borea", "price": 60, "attributes": {"colour": "red", "size": "1,5 l"}},
        {"brand": "Borea", "price": 70, "attributes": {"colour": "green", "size": "2:1"}},
    ]
    return [make_product("red", **row) for row in rows]


def shown(client: Client, query: str = "", path: str = "/c/vases/"):
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200
    return response.context["list"], [card.name for card in response.context["page"]]


def test_a_family_fills_one_place_and_is_counted_once(client: Client, vases, settings) -> None:
    newest, cards = shown(client)
    assert cards == ["Product 6", "Product 5", "Product 4", "Product 3"]
    assert newest.facets.total == 4
    card = list(newest.page)[3]
    assert [(each.name, each.in_stock) for each in card.variants] == [
        ("Product 1", True),
        ("Product 2", True),
        ("Product 3", False),
    ]
    # In each order the variant that comes first in it stands for the design.
    assert shown(client, "sort=price")[1][0] == "Product 1"
    assert shown(client, "sort=-price")[1][2] == "Product 2"
    assert shown(client, "in_stock=on")[1][3] == "Product 2"
    assert shown(client, "q=product", "/search/")[0].facets.total == 4
    settings.VITRINE_PAGE_SIZE = 3
    first, _ = shown(client)
    assert first.page.paginator.num_pages == 2
    assert shown(client, "page=2")[1] == ["Product 3"]
    front = [card.name for card in client.get("/").context["newest"]]
    assert front == ["Product 6", "Product 5", "Product 4", "Product 3"]


def test_any_of_several_values_and_the_counts_of_their_neighbours(client: Client, vases) -> None:
    both, cards = shown(client, "attribute=colour:blue&attribute=colour:green&brand=Borea")
    assert cards == ["Product 6"]
    groups = {
        group.title: {each.label: (each.count, each.is_chosen) for each in group.options}
        for group in both.groups
    }
    assert groups["Colour"] == {"green": (1, True), "red": (1, False), "blue": (0, True)}
    assert groups["Brand"] == {"Alba": (2, False), "Borea": (1, True)}


def test_each_chip_leads_to_the_list_without_it(client: Client, vases) -> None:
    query = (
        r"brand=Alba&brand=Borea&attribute=size:1%2C5+l&attribute=size:2\:1&price_max=65&sort=price"
    )
    chosen, cards = shown(client, query)
    assert cards == ["Product 4", "Product 5"]
    assert [chip.label for chip in chosen.chips] == [
        *("Alba", "Borea", "Size: 1,5 l", "Size: 2:1", "up to €65.00"),
    ]
    for chip in chosen.chips:
        left, _ = shown(client, chip.without)
        assert [each.label for each in left.chips] == [
            each.label for each in chosen.chips if each != chip
        ]
        assert left.choice.ordering == chosen.choice.ordering


def test_where_nothing_is_left_it_says_what_to_give_up(client: Client, vases) -> None:
    none, cards = shown(client, "brand=Alba&attribute=colour:green&in_stock=on")
    assert cards == []
    ways = [(way.label, way.count) for way in none.ways_out]
    assert ways == [("Colour: green", 3), ("Alba", 1)]
    for way in none.ways_out:
        assert shown(client, way.query)[1]
    html = client.get("/c/vases/?brand=Alba&brand=No&attribute=colour:no&price_min=900").content
    assert b"Nothing meets this, whichever filter is given up alone." in html


def test_narrowed_lists_are_not_indexed_and_sorted_ones_have_one_address(
    client: Client, vases
) -> None:
    assert b'content="noindex, follow"' in client.get("/c/vases/?brand=Alba").content
    sorted_list = client.get("/c/vases/?sort=price").content
    assert b"noindex" not in sorted_list
    assert b'<link rel="canonical" href="http://testserver/c/vases/">' in sorted_list


def test_an_address_says_what_is_chosen_in_one_way_only(category: Category) -> None:
    asked = (
        "price_max=9,5&brand=B&brand=A&brand=B&attribute=a:b&sort=-price&in_stock=1&page=7&utm=x"
    )
    tree = Category.objects.as_tree()
    choice = read_choice(QueryDict(f"{asked}&category=vases&category=nowhere"), tree=tree)
    query = choice.query()
    assert unquote_plus(query) == (
        "category=vases&brand=B&brand=A&attribute=a:b&price_max=9.50&in_stock=on&sort=-price"
    )
    assert read_choice(QueryDict(query), tree=tree) == choice


def test_categories_without_products_are_in_no_menu(
    client: Client, make_product, category: Category
) -> None:
    empty = Category.objects.create(name="Empty", slug="empty")
    Category.objects.create(name="Below", slug="below", parent=empty)
    department = Category.objects.create(name="Table", slug="table")
    Category.objects.filter(pk=category.pk).update(parent=department)
    make_product("red")
    make_product(is_published=False, category=empty)

    for path in ("/", "/c/table/", "/categories/", "/sitemap.xml", "/search/?q=product"):
        html = client.get(path).content.decode()
        assert "/c/empty/" not in html, path
        assert "/c/below/" not in html, path
        assert "/c/table/" in html, path
    assert 'href="/c/vases/"' in client.get("/categories/").content.decode()
    assert b"noindex" in client.get("/c/empty/").content


def test_forty_departments_leave_the_row_short_and_stand_behind_it(
    client: Client, make_product
) -> None:
    for number in range(40):
        shelf = Category.objects.create(name=f"D{number}", slug=f"d{number}", position=number)
        make_product(category=shelf)
    assert client.get("/").content.decode().split("</nav>")[0].count('href="/c/d') == 12
    assert client.get("/categories/").content.decode().count('class="menu-department"') == 40
