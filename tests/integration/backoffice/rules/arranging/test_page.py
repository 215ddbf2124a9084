"""Arranging similar items by the form alone, as a browser without script sends it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from catalog.models import Product
from recommendations.models import Rule
from tests.factories import RuleFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(make_product) -> list[Product]:
    """Its page shows vases 4, 3, 2, 1."""
    return [make_product(name=f"Vase {n}") for n in range(5)]


def address(product: Product) -> str:
    return reverse("admin:recommendations_rule_arrange", args=[product.pk])


def press(client: Client, product: Product, command: str, page: Any = None, **typed: object) -> Any:
    """What comes of a button, pressed on a page that was answered before."""
    fields: dict[str, Any] = {"change-TOTAL_FORMS": 0, "change-INITIAL_FORMS": 0}
    if page is not None:
        sheets = page.context["sheets"]
        for sheet in (sheets.management_form, *sheets.forms):
            values = {bound.html_name: sheet[bound.name].value() for bound in sheet}
            fields |= {name: value for name, value in values.items() if value is not None}
        fields["replaced"] = [rule.pk for rule in page.context["replaced"]]
    return client.post(address(product), {**fields, **typed, "do": command})


def listed(page: Any) -> list[str]:
    return [row.card.name for row in page.context["rows"]]


def shown_to_shoppers(product: Product) -> list[str]:
    page = Client().get(reverse("shop:product", args=[product.slug]))
    return [found.product.name for found in page.context["similar"].results]


def test_a_draft_is_carried_along_and_saved_at_once(admin_client: Client, shop) -> None:
    page = admin_client.get(address(shop[0]))
    assert listed(page) == ["Vase 4", "Vase 3", "Vase 2", "Vase 1"]

    page = press(admin_client, shop[0], f"pin:{shop[1].pk}:1", page)
    page = press(admin_client, shop[0], f"hide:{shop[3].pk}", page)
    page = press(admin_client, shop[0], f"pin:{shop[2].pk}", page, **{f"place-{shop[2].pk}": "2"})

    assert listed(page) == ["Vase 1", "Vase 2", "Vase 4"]
    html = page.content.decode()
    for words in ("up from 4", "down from 1", "Your change.", "Hidden here"):
        assert words in html
    assert not Rule.objects.exists()

    note = {"change-0-note": "For the sale", "change-0-ends_at": "2100-01-01T00:00"}
    saved = press(admin_client, shop[0], "save", page, **note)

    assert saved["Location"] == address(shop[0])
    assert shown_to_shoppers(shop[0]) == ["Vase 1", "Vase 2", "Vase 4"]
    rule = Rule.objects.get(product=shop[1])
    assert (rule.note, rule.ends_at.year, rule.created_by.username) == (
        *("For the sale", 2100, "admin"),
    )
    assert LogEntry.objects.count() == 3
    assert "For the sale" in admin_client.get(address(shop[0])).content.decode()


def test_what_was_saved_is_taken_back(admin_client: Client, shop) -> None:
    RuleFactory.create(kind="hide", product=shop[4], beside_product=shop[0])

    page = press(admin_client, shop[0], f"lift:{shop[4].pk}")
    assert listed(page)[0] == "Vase 4"
    press(admin_client, shop[0], "save", page)

    assert shown_to_shoppers(shop[0])[0] == "Vase 4"
    assert Rule.objects.get().state == Rule.State.ENDED


@pytest.mark.parametrize(
    ("way_out", "pinned"),
    [("replace", {"Vase 1": 1}), ("shift", {"Vase 1": 1, "Vase 2": 2})],
)
def test_a_taken_place_is_told_and_there_are_two_ways_out(
    admin_client: Client, shop, way_out, pinned
) -> None:
    rule = RuleFactory.create(kind="pin", product=shop[2], beside_product=shop[0])
    page = press(admin_client, shop[0], f"pin:{shop[1].pk}:1")
    assert "Place 1 is taken for good by “Pin Vase 2 to place 1" in page.content.decode()

    refused = press(admin_client, shop[0], "save", page)
    assert "Nothing was saved." in refused.content.decode()
    assert Rule.objects.get() == rule

    page = press(admin_client, shop[0], f"{way_out}:{rule.pk}", refused)
    press(admin_client, shop[0], "save", page)
    holding = Rule.objects.valid().values_list("product__name", "position")
    assert dict(holding) == pinned


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ends_at", "2001-01-01T00:00", "That is over already."),
        ("starts_at", "tomorrow", "Enter a valid date/time."),
        ("position", "0", "greater than or equal to 1"),
        ("position", "", "Say to which place"),
        ("product_id", "x", None),
        ("product_id", 10**30, None),
    ],
)
def test_a_mistake_keeps_everything_from_being_saved(
    admin_client: Client, shop, field, value, said
) -> None:
    page = press(admin_client, shop[0], f"pin:{shop[1].pk}:1")
    page = press(admin_client, shop[0], "save", page, **{f"change-0-{field}": value})

    assert page.status_code == 200
    assert said is None or said in page.content.decode()
    assert not Rule.objects.exists()


@pytest.mark.parametrize("command", ["pin:1:0", "pin:x", "hide:", "explode:1", "replace:9999", ""])
def test_what_no_button_sends_changes_nothing(admin_client: Client, shop, command) -> None:
    page = press(admin_client, shop[0], command)
    assert (page.status_code, page.context["changes"]) == (200, [])


def test_products_are_found_by_name_and_sku(admin_client: Client, shop, make_product) -> None:
    make_product(name="Striped mug", sku="MUG-77", is_published=False)
    for words in ("mug striped", "g-77", "striped\0 77"):
        page = press(admin_client, shop[0], "look", q=words)
        assert [card.name for card in page.context["offered"]] == ["Striped mug"]
        assert "MUG-77" in page.content.decode()


def test_who_may_only_look_has_no_buttons(client: Client, shop) -> None:
    client.force_login(StaffFactory.create(permissions=["view_rule", "add_rule"]))
    page = client.get(address(shop[0]))
    assert listed(page)
    assert 'name="do" value="pin' not in page.content.decode()
    assert press(client, shop[0], f"hide:{shop[1].pk}").status_code == 403

    client.force_login(StaffFactory.create(username="other", permissions=["view_product"]))
    assert client.get(address(shop[0])).status_code == 403
    assert Client().get(address(shop[0])).status_code == 302


def test_staff_find_the_page_from_the_shop_and_shoppers_do_not(client: Client, shop) -> None:
    page = reverse("shop:product", args=[shop[0].slug])
    response = client.get(page)
    assert address(shop[0]) not in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")

    for rights, finds in (["view_product"], False), (["view_rule"], True):
        client.force_login(StaffFactory.create(username=rights[0], permissions=rights))
        assert (address(shop[0]) in client.get(page).content.decode()) is finds


def test_many_rules_take_as_many_queries(
    admin_client: Client, make_product, shop, django_assert_max_num_queries
) -> None:
    page = press(admin_client, shop[0], f"pin:{shop[1].pk}:1")
    with django_assert_max_num_queries(40) as few:
        press(admin_client, shop[0], "look", page)
    for place in range(2, 9):
        RuleFactory.create(
            kind="pin", product=make_product(), beside_product=shop[0], position=place
        )
    with django_assert_max_num_queries(len(few) + 1):
        press(admin_client, shop[0], "look", page)


def test_a_name_cannot_carry_markup(admin_client: Client, make_product) -> None:
    beside = make_product(name="<script>alert(1)</script>")
    other = make_product(name="<script>alert(2)</script>")
    page = press(admin_client, beside, f"pin:{other.pk}:1")
    assert "<script>alert" not in page.content.decode()


def test_what_a_colleague_saved_meanwhile_is_told_before_it_is_replaced(
    admin_client: Client, shop
) -> None:
    page = press(admin_client, shop[0], f"pin:{shop[1].pk}:1")
    ben = StaffFactory.create(username="ben")
    theirs = RuleFactory.create(
        kind="hide", product=shop[1], beside_product=shop[0], created_by=ben
    )

    told = press(admin_client, shop[0], "save", page)
    html = told.content.decode()
    assert "by ben was saved meanwhile; saving yours replaces it." in html
    assert Rule.objects.get() == theirs

    press(admin_client, shop[0], "save", told)
    rule = Rule.objects.get()
    assert (rule.pk, rule.kind, rule.updated_by.username) == (theirs.pk, "pin", "admin")
    history = admin_client.get(reverse("admin:recommendations_rule_history", args=[rule.pk]))
    assert "pin to a place" in history.content.decode()
