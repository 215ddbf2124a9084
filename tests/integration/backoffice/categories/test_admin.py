"""Categories in the admin: a tree to read, and no way to tie it into a ring."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from catalog.history import Change
from catalog.models import Category, Product
from tests.factories import CategoryFactory, RuleFactory, StaffFactory
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
    admin_client.get(reverse(LIST))  # the first page of a session is noted

    with django_assert_max_num_queries(11):
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


def listed_sheet(page) -> dict[str, object]:
    """What a browser sends of the list: each field, and beside it what it showed."""
    formset = page.context["cl"].formset
    data = {field.html_name: field.value() for field in formset.management_form}
    for field in (field for form in formset for field in form):
        data[field.html_name] = field.value()
        if field.field.show_hidden_initial:
            data[field.html_initial_name] = field.value()
    return data | {"_save": "1"}


def test_an_old_list_brings_no_old_position_back(admin_client: Client, tree) -> None:
    page = admin_client.get(reverse(LIST))
    sheet = listed_sheet(page)
    slots = {form.instance.slug: form.prefix for form in page.context["cl"].formset}
    Category.objects.filter(slug="lamps").update(position=7)

    admin_client.post(reverse(LIST), {**sheet, f"{slots['rugs']}-position": 4})

    assert Category.objects.get(slug="rugs").position == 4
    assert Category.objects.get(slug="lamps").position == 7
    kept = Change.objects.get()
    assert (kept.object_id, kept.changes) == (tree["rugs"].pk, {"position": [1, 4]})

    again = admin_client.post(reverse(LIST), {**sheet, f"{slots['lamps']}-position": 2})

    assert "Somebody has changed this to 7 meanwhile." in again.content.decode()
    assert Category.objects.get(slug="lamps").position == 7


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


def test_a_ring_made_behind_our_back_does_not_hide_the_rest(admin_client, tree) -> None:
    Category.objects.filter(slug="home").update(parent=tree["lamps"])

    assert listed(admin_client) == {each.pk for each in tree.values()}
    assert listed(admin_client, **{"in": tree["lamps"].pk}) >= {tree["home"].pk}


def listed(client: Client, **query: Any) -> set[int]:
    found = client.get(reverse(LIST), query).context["cl"].result_list
    return {category.pk for category in found}


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


def test_products_in_the_way_are_a_count_and_a_few_names(admin_client, category) -> None:
    Product.objects.bulk_create(
        Product(sku=f"S-{n}", slug=f"s-{n}", name=f"Vase {n:04}", category=category, price=n)
        for n in range(1_500)
    )
    for address, sent in (
        (reverse("admin:catalog_category_delete", args=[category.pk]), None),
        (reverse(LIST), {"action": "delete_selected", "_selected_action": category.pk}),
    ):
        page = admin_client.post(address, sent) if sent else admin_client.get(address)
        text = page.content.decode()
        assert "1,500 products: Vase 0000, Vase 0001" in text
        assert "and 1,495 more" in text
        assert "Vase 0005" not in text


def test_rules_that_go_with_a_category_are_told_and_ask_for_their_right(client, category) -> None:
    RuleFactory.create(
        beside_category=category, product__category=CategoryFactory.create(slug="lamps")
    )
    address = reverse("admin:catalog_category_delete", args=[category.pk])
    rights = ["view_category", "delete_category"]
    user = StaffFactory.create(permissions=rights)
    client.force_login(user)
    assert client.post(address, {"post": "yes"}).status_code == 403

    user.user_permissions.add(Permission.objects.get(codename="delete_rule"))
    assert "Rules: 1" in client.get(address).content.decode()
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Category.objects.filter(pk=category.pk).exists()


@pytest.fixture
def thousands(db) -> list[Category]:
    """30 departments with 99 categories each."""
    tops = Category.objects.bulk_create(
        Category(name=f"Department {n}", slug=f"d-{n}") for n in range(30)
    )
    Category.objects.bulk_create(
        Category(name=f"Kind {n} of {top.name}", slug=f"{top.slug}-k-{n}", parent=top)
        for top in tops
        for n in range(99)
    )
    return tops


PAGES = [
    ("catalog_category_changelist", 60_000),
    ("catalog_category_add", 40_000),
    ("catalog_product_changelist", 60_000),
    ("catalog_product_add", 80_000),
    ("catalog_feed_add", 60_000),
    ("catalog_importrun_add", 40_000),
    ("recommendations_rule_add", 60_000),
]


@pytest.mark.parametrize(("page", "most_bytes"), PAGES)
def test_no_page_grows_with_3000_categories(
    admin_client, thousands, django_assert_max_num_queries, page, most_bytes
) -> None:
    address = reverse(f"admin:{page}")
    admin_client.get(address)  # the first page of a session is noted

    with django_assert_max_num_queries(12):
        answer = admin_client.get(address)

    assert answer.status_code == 200
    assert len(answer.content) < most_bytes
    assert b"Kind 42" not in answer.content


def test_a_large_tree_is_walked_branch_by_branch(admin_client, thousands) -> None:
    top = thousands[3]

    page = admin_client.get(reverse(LIST))
    assert len(page.context["cl"].result_list) == 30
    assert f'href="{reverse(LIST, query={"in": top.pk})}"' in page.content.decode()

    assert len(listed(admin_client, **{"in": top.pk})) == 100


def test_categories_are_found_by_words_of_their_path(admin_client, tree) -> None:
    creme = Category.objects.create(name="Crème brûlée", slug="cb", parent=tree["desk-lamps"])
    field = {"app_label": "catalog", "model_name": "product", "field_name": "category"}

    def found(term: str) -> list[str]:
        answer = admin_client.get(reverse("admin:autocomplete"), {**field, "term": term})
        return [each["text"] for each in answer.json()["results"]]

    assert found("home lam") == [
        "Home > Lamps",
        "Home > Lamps > Desk lamps",
        "Home > Lamps > Desk lamps > Crème brûlée",
    ]
    assert found("creme") == ["Home > Lamps > Desk lamps > Crème brûlée"]
    assert found("zzz") == []
    assert found("")[:2] == ["Fashion", "Home"]
    assert listed(admin_client, q="CREME brulee") == {creme.pk}


def test_lists_and_forms_name_a_category_with_its_path(admin_client, tree, make_product) -> None:
    product = make_product(category=tree["desk-lamps"])

    for address in (
        reverse("admin:catalog_product_changelist"),
        reverse("admin:catalog_product_change", args=[product.pk]),
    ):
        assert "Home &gt; Lamps &gt; Desk lamps" in admin_client.get(address).content.decode()


@pytest.mark.parametrize("value", ["\0", "9" * 40, "x", "-1", "²", ""])
def test_a_branch_that_is_none_is_passed_over(admin_client, tree, value) -> None:
    assert len(listed(admin_client, **{"in": value})) == 5
