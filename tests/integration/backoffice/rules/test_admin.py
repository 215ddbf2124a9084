"""Rules as staff meet them: made, refused in words, listed, found from a product."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.rules.admin import RuleAdmin
from catalog.models import Category
from recommendations.models import Rule
from tests.factories import RuleFactory, StaffFactory
from tests.filled_form import filled

pytestmark = pytest.mark.django_db

LIST, ADD = "admin:recommendations_rule_changelist", "admin:recommendations_rule_add"


@pytest.fixture
def mug(make_product):
    return make_product(name="Striped mug")


@pytest.fixture
def vase(make_product):
    return make_product(name="Round vase")


@pytest.fixture
def staff(client: Client):
    """Log somebody in who has these rights and no others."""

    def log_in(*rights: str):
        client.force_login(StaffFactory.create(permissions=rights))
        return client

    return log_in


def change_page(rule: Rule) -> str:
    return reverse("admin:recommendations_rule_change", args=[rule.pk])


def sent(client, **values) -> Any:
    page = client.get(reverse(ADD))
    return client.post(reverse(ADD), filled(page, **values), follow=True)


def test_a_rule_is_made_and_read_back_as_a_sentence(admin_client: Client, mug, vase) -> None:
    response = sent(
        admin_client, kind="pin", product=mug.pk, position=1, beside_product=vase.pk, note="Sale"
    )

    page = response.content.decode()
    assert response.redirect_chain == [(reverse(LIST), 302)]
    assert page.count("Pin Striped mug to place 1 beside Round vase") >= 2  # message and row
    assert '<span class="badge badge-valid">valid now</span>' in page
    assert Rule.objects.get().note == "Sale"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "push"}, "Select a valid choice."),
        ({"kind": ""}, "This field is required."),
        ({"kind": "pin", "position": 0}, "greater than or equal to 1"),
        ({"kind": "pin"}, "Say to which place; the first is 1."),
        ({"kind": "boost", "strength": 0}, "greater than or equal to 1"),
        ({"kind": "boost", "strength": 101}, "less than or equal to 100"),
        ({"kind": "pin", "position": 40_000}, "less than or equal to 32767"),
        ({"kind": "hide", "product": ""}, "This field is required."),
        ({"kind": "hide", "product": 10**30}, "Select a valid choice."),
        (
            {"kind": "hide", "starts_at_0": "2026-12-01", "starts_at_1": "00:00"}
            | {"ends_at_0": "2026-11-01", "ends_at_1": "00:00"},
            "It must end after it starts.",
        ),
    ],
)
def test_a_mistake_is_answered_beside_its_field(admin_client: Client, mug, values, said) -> None:
    page = sent(admin_client, **{"product": mug.pk, **values}).content.decode()

    assert said in page
    assert 'class="errorlist' in page
    assert not Rule.objects.exists()


def test_contradictions_are_refused(admin_client: Client, mug, vase, category: Category) -> None:
    both = sent(
        admin_client,
        **{"kind": "hide", "product": mug.pk},
        **{"beside_product": vase.pk, "beside_category": category.pk},
    )
    itself = sent(admin_client, kind="hide", product=mug.pk, beside_product=mug.pk)
    RuleFactory.create(kind="pin", product=vase, position=1)
    taken = sent(admin_client, kind="pin", product=mug.pk, position=1)

    assert "Choose one product or a category, not both." in both.content.decode()
    assert "A product never stands beside itself." in itself.content.decode()
    assert "Another product is pinned to this place there" in taken.content.decode()
    assert Rule.objects.count() == 1


def test_a_place_that_was_filled_in_before_the_kind_changed_is_dropped(
    admin_client: Client, mug
) -> None:
    sent(admin_client, kind="bury", product=mug.pk, position=4)

    assert Rule.objects.get().position is None


def test_the_list_is_narrowed_by_state_and_kind(admin_client: Client, mug, vase) -> None:
    now, day = timezone.now(), timedelta(days=1)
    rules = {
        "valid": RuleFactory.create(kind="hide", product=mug),
        "scheduled": RuleFactory.create(kind="boost", product=mug, starts_at=now + day),
        "ended": RuleFactory.create(kind="boost", product=vase, ends_at=now - day),
        "off": RuleFactory.create(kind="boost", product=vase, is_active=False),
    }

    def listed(**query: Any) -> set[Rule]:
        return set(admin_client.get(reverse(LIST), query).context["cl"].result_list)

    for state, rule in rules.items():
        assert listed(state=state) == {rule}
    assert listed(state="nonsense") == set(rules.values())
    assert listed(kind="hide") == {rules["valid"]}
    assert listed(product=vase.pk) == {rules["ended"], rules["off"]}
    assert listed(q="striped") == {rules["valid"], rules["scheduled"]}


def test_the_list_takes_as_many_queries_for_many_rules(
    admin_client: Client, make_product, category: Category, django_assert_max_num_queries
) -> None:
    for place in range(1, 20):
        RuleFactory.create(
            kind="pin", product=make_product(), position=place, beside_category=category
        )
    admin_client.get(reverse(LIST))  # the first page after logging in costs more
    with django_assert_max_num_queries(6):
        admin_client.get(reverse(LIST))


def test_the_preview_leads_to_a_page_on_which_the_rule_holds(
    admin_client: Client, mug, vase, category: Category
) -> None:
    rugs = Category.objects.create(name="Rugs", slug="rugs")

    def preview(**scope: object) -> str:
        rule = RuleFactory.create(kind="hide", product=mug, **scope)
        return admin_client.get(change_page(rule)).content.decode()

    way_there = f'<a href="/p/{vase.slug}/">Round vase</a>'
    for scope in ({}, {"beside_product": vase}, {"beside_category": category}):
        assert way_there in preview(**scope)
    assert "No published product has such a page." in preview(beside_category=rugs)
    assert "Save the rule first." in admin_client.get(reverse(ADD)).content.decode()


def test_a_product_leads_to_its_rules(admin_client: Client, mug, vase) -> None:
    RuleFactory.create(kind="hide", product=mug, beside_product=vase)
    address = reverse("admin:catalog_product_change", args=[vase.pk])

    page = admin_client.get(address).content.decode()

    assert f'<a href="{reverse(LIST)}?product={vase.pk}">0 about it</a>' in page
    assert f'<a href="{reverse(LIST)}?beside_product={vase.pk}">1 beside it</a>' in page
    add = f"{reverse(ADD)}?beside_product={vase.pk}"
    assert f'<a href="{add}">' in page
    assert admin_client.get(add).context["adminform"].form["beside_product"].value() == str(vase.pk)
    assert "about it" not in admin_client.get(reverse("admin:catalog_product_add")).content.decode()


def test_who_has_no_right_to_rules_sees_none(staff, mug) -> None:
    client = staff("view_product", "change_product")
    rule = RuleFactory.create(kind="hide", product=mug)

    for address in (reverse(LIST), reverse(ADD), change_page(rule)):
        assert client.get(address).status_code == 403
    product = client.get(reverse("admin:catalog_product_change", args=[mug.pk]))
    assert product.status_code == 200
    assert "about it" not in product.content.decode()


def test_who_may_only_look_changes_nothing(staff, mug) -> None:
    client = staff("view_rule", "view_product")
    rule = RuleFactory.create(kind="boost", product=mug)

    assert client.get(reverse(LIST)).status_code == 200
    page = client.get(change_page(rule))
    assert "Striped mug" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert client.get(reverse(ADD)).status_code == 403
    assert client.post(change_page(rule), {"kind": "hide", "product": mug.pk}).status_code == 403
    rule.refresh_from_db()
    assert rule.kind == "boost"
    product = client.get(reverse("admin:catalog_product_change", args=[mug.pk])).content.decode()
    assert "1 about it" in product
    assert "Add a rule" not in product


def test_nobody_makes_rules_without_logging_in(client: Client, mug) -> None:
    response = client.post(reverse(ADD), {"kind": "hide", "product": mug.pk})

    assert (response.status_code, "/login/" in response["Location"]) == (302, True)
    assert not Rule.objects.exists()


def test_a_name_cannot_carry_markup(admin_client: Client, make_product) -> None:
    product = make_product(name="<script>alert(1)</script>")
    rule = RuleFactory.create(kind="hide", product=product, beside_product=make_product())

    for address in (reverse(LIST), change_page(rule)):
        assert "<script>alert" not in admin_client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_pin_that_a_colleague_saved_in_the_same_instant_is_told_of(
    admin_client: Client, mug, vase, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_save = RuleAdmin.save_model
    races = iter([True])

    def save_a_moment_late(self, request, rule, *rest):
        if next(races, False):
            with ThreadPoolExecutor() as colleague:
                colleague.submit(pin_to_first_place, vase).result()
        plain_save(self, request, rule, *rest)

    monkeypatch.setattr(RuleAdmin, "save_model", save_a_moment_late)

    page = sent(admin_client, kind="pin", product=mug.pk, position=1, note="Sale").content.decode()

    assert "Another product is pinned to this place there" in page
    assert 'value="Sale"' in page
    assert [rule.product for rule in Rule.objects.all()] == [vase]


def pin_to_first_place(product) -> None:
    try:
        RuleFactory.create(kind="pin", product=product, position=1)
    finally:
        connection.close()


def test_products_are_offered_by_name_and_sku_with_a_picture(
    admin_client: Client, make_product, client
) -> None:
    mug = make_product("red", name="Striped mug", sku="MUG-77")
    address = reverse("admin:recommendations_rule_products")

    [found] = admin_client.get(address, {"term": "mug 77\0"}).json()["results"]

    assert (found["id"], found["text"]) == (str(mug.pk), "Striped mug · MUG-77")
    assert found["picture"] == mug.cover.url_at(160)
    page = admin_client.get(f"{reverse(ADD)}?product={mug.pk}").content.decode()
    assert "Striped mug · MUG-77" in page
    assert f'data-ajax--url="{address}"' in page


def test_who_and_when_stand_on_a_rule(admin_client: Client, mug) -> None:
    sent(admin_client, kind="hide", product=mug.pk)
    rule = Rule.objects.get()
    assert (rule.created_by.username, rule.updated_by.username) == ("admin", "admin")

    Rule.objects.update(created_by=None, updated_by=None)
    page = admin_client.get(change_page(rule))
    admin_client.post(change_page(rule), filled(page, note="Because"))
    rule.refresh_from_db()
    assert (rule.created_by, rule.updated_by.username) == (None, "admin")
    assert "Who and when" in admin_client.get(change_page(rule)).content.decode()


def test_a_taken_place_names_the_rule_and_an_ended_one_takes_none(
    admin_client: Client, mug, vase, admin_user
) -> None:
    now = timezone.now()
    RuleFactory.create(kind="pin", product=mug, ends_at=now)
    sent(admin_client, kind="pin", product=vase.pk, position=1)
    assert Rule.objects.valid().get().product == vase

    page = sent(admin_client, kind="pin", product=mug.pk, position=1).content.decode()
    assert "“Pin Round vase to place 1 everywhere from" in page
    assert "by admin. End that rule first" in page
