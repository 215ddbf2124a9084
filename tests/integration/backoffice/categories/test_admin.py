"""Categories in the admin: a tree to read, and no way to tie it into a ring."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from backoffice.categories.tree_order import in_tree_order
from catalog.models import Category
from tests.filled_form import filled

LIST = "admin:catalog_category_changelist"


@pytest.fixture
def tree(db):
    """home > (lamps > desk lamps), rugs; and fashion, which stands first."""
    home = Category.objects.create(name="Home", slug="home", position=1)
    rugs = Category.objects.create(name="Rugs", slug="rugs", parent=home, position=1)
    lamps = Category.objects.create(name="Lamps", slug="lamps", parent=home)
    desk = Category.objects.create(name="Desk lamps", slug="desk-lamps", parent=lamps)
    fashion = Category.objects.create(name="Fashion", slug="fashion")
    return {each.slug: each for each in (home, rugs, lamps, desk, fashion)}


def test_the_list_is_the_tree(admin_client: Client, tree, make_product) -> None:
    make_product(category=tree["desk-lamps"])
    make_product(category=tree["rugs"])

    listed = admin_client.get(reverse(LIST)).context["cl"].result_list

    assert [(each.slug, each.depth, each.products_below) for each in listed] == [
        ("fashion", 0, 0),
        ("vases", 0, 0),
        ("home", 0, 2),
        ("lamps", 1, 1),
        ("desk-lamps", 2, 1),
        ("rugs", 1, 1),
    ]


def test_the_list_costs_the_same_for_any_number(
    admin_client: Client, tree, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(10):
        admin_client.get(reverse(LIST))


def test_the_position_is_changed_in_the_list(admin_client: Client, tree) -> None:
    page = admin_client.get(reverse(LIST))
    formset = page.context["cl"].formset
    data = {field.html_name: field.value() for field in formset.management_form}
    data |= {field.html_name: field.value() for form in formset for field in form}
    slot = next(f.prefix for f in formset if f.instance == tree["rugs"])

    saved = admin_client.post(reverse(LIST), {**data, f"{slot}-position": 0, "_save": "1"})

    assert saved.status_code == 302
    tree["rugs"].refresh_from_db()
    assert tree["rugs"].position == 0


@pytest.mark.parametrize("parent", ["home", "lamps", "desk-lamps"])
def test_a_category_cannot_stand_inside_itself(admin_client: Client, tree, parent) -> None:
    address = reverse("admin:catalog_category_change", args=[tree["home"].pk])

    page = admin_client.post(address, filled(admin_client.get(address), parent=tree[parent].pk))

    assert page.status_code == 200
    assert "A category cannot stand inside itself." in page.content.decode()
    tree["home"].refresh_from_db()
    assert tree["home"].parent is None


def test_the_model_itself_refuses_a_ring(tree) -> None:
    tree["home"].parent = tree["desk-lamps"]

    with pytest.raises(ValidationError, match="inside itself"):
        tree["home"].full_clean()


def test_a_ring_made_behind_our_back_does_not_hide_the_rest(tree) -> None:
    Category.objects.filter(slug="home").update(parent=tree["lamps"])

    assert {category.pk for category in in_tree_order()} == {each.pk for each in tree.values()}


@pytest.mark.parametrize(
    ("name", "slug"), [("Tea & Coffee", "tea-coffee"), ("Été à Nîmes", "ete-a-nimes")]
)
def test_an_empty_slug_fills_itself(admin_client: Client, db, name, slug) -> None:
    admin_client.post(reverse("admin:catalog_category_add"), {"name": name, "position": 0})

    assert Category.objects.get().slug == slug


def test_a_name_without_latin_letters_asks_for_a_slug(admin_client: Client, db) -> None:
    page = admin_client.post(reverse("admin:catalog_category_add"), {"name": "花瓶", "position": 0})

    assert "no letter from a to z" in page.content.decode()


def test_a_category_with_products_stays(
    admin_client: Client, make_product, category: Category
) -> None:
    make_product()

    page = admin_client.post(
        reverse("admin:catalog_category_delete", args=[category.pk]), {"post": "yes"}
    )

    assert page.status_code == 200
    assert Category.objects.filter(pk=category.pk).exists()
