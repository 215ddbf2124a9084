"""Looks as staff meet them: put together, put in order, filled with suggestions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Product
from embeddings.models import EmbeddingSpace
from recommendations.models import Look
from tests.factories import CategoryFactory, LookFactory, StaffFactory
from tests.filled_form import filled

pytestmark = pytest.mark.django_db

LIST, ADD = "admin:recommendations_look_changelist", "admin:recommendations_look_add"


@pytest.fixture
def things(make_product) -> list[Product]:
    return [make_product(name=name) for name in ("Sofa", "Lamp", "Rug")]


def change_page(look: Look) -> str:
    return reverse("admin:recommendations_look_change", args=[look.pk])


def held(look: Look) -> list[tuple[str, int]]:
    return [(item.product.name, item.position) for item in look.items.all()]


def rows(*products: Product, places: tuple[object, ...] = ()) -> dict[str, Any]:
    """New rows of the form, with these places or none."""
    sent: dict[str, Any] = {"items-TOTAL_FORMS": len(products)}
    for number, product in enumerate(products):
        sent[f"items-{number}-product"] = product.pk
        sent[f"items-{number}-position"] = places[number] if places else ""
    return sent


def test_a_look_is_put_together_in_an_order(admin_client: Client, things) -> None:
    page = admin_client.get(reverse(ADD))
    wanted = {"name": "Evening", **rows(*things, places=(7, "", 2))}
    admin_client.post(reverse(ADD), filled(page, **wanted))

    look = Look.objects.get()
    assert held(look) == [("Rug", 1), ("Sofa", 2), ("Lamp", 3)]
    assert look.created_by.username == "admin"
    assert "Evening" in admin_client.get(reverse(LIST)).content.decode()

    page = admin_client.get(change_page(look))
    admin_client.post(
        change_page(look), filled(page, **{"items-1-DELETE": "on", "items-0-position": 9})
    )
    assert held(look) == [("Lamp", 1), ("Rug", 2)]


def test_who_moves_only_a_product_has_changed_the_look(admin_client: Client, things) -> None:
    look = LookFactory.create(products=things)
    for places, who in (((1, 2, 3), None), ((3, 2, 1), "admin")):
        page = admin_client.get(change_page(look))
        moved = {f"items-{row}-position": place for row, place in enumerate(places)}
        admin_client.post(change_page(look), filled(page, **moved))
        look.refresh_from_db()
        assert (look.updated_by.username if look.updated_by else None) == who


def test_an_empty_look_and_one_of_which_too_little_is_left_say_so(
    admin_client: Client, things
) -> None:
    page = admin_client.get(reverse(ADD))
    told = admin_client.post(reverse(ADD), filled(page, name="Empty"), follow=True)
    assert "The look is empty" in told.content.decode()

    LookFactory.create(products=things[:2])
    Product.objects.filter(pk=things[0].pk).update(stock=0)
    html = admin_client.get(reverse(LIST)).content.decode()
    assert "Empty: shoppers see nothing of it." in html
    assert "fewer than two of its products can be bought" in html


@pytest.mark.django_db(transaction=True)
def test_suggestions_are_other_kinds_and_are_added_where_ticked(
    admin_client: Client, plain_space: EmbeddingSpace, make_product, embed
) -> None:
    lamps = CategoryFactory.create(slug="lamps")
    vase, lamp = make_product("red", name="Vase"), make_product("red", category=lamps, name="Lamp")
    make_product("red", name="Another vase")
    embed()
    look = LookFactory.create(products=[vase])

    page = admin_client.get(change_page(look))
    html = page.content.decode()
    assert html.count('name="suggested"') == 1
    assert f'name="suggested" value="{lamp.pk}"' in html
    asked = reverse("admin:recommendations_look_suggestions")
    assert f'value="{lamp.pk}"' in admin_client.get(asked, {"product": vase.pk}).content.decode()
    assert "Choose a product first" in admin_client.get(asked, {"product": "x"}).content.decode()

    ticked = [lamp.pk, lamp.pk, vase.pk, 10**9, "x"]
    admin_client.post(change_page(look), filled(page, suggested=ticked))
    assert held(look) == [("Vase", 1), ("Lamp", 2)]


def test_a_product_that_a_colleague_deleted_meanwhile_leaves_the_look(
    admin_client: Client, things
) -> None:
    look = LookFactory.create(products=things)
    page = admin_client.get(change_page(look))
    things[1].delete()

    saved = admin_client.post(change_page(look), filled(page, name="Renamed"), follow=True)

    assert saved.redirect_chain
    assert held(look) == [("Sofa", 1), ("Rug", 2)]
    look.refresh_from_db()
    assert look.name == "Renamed"


def test_one_product_stands_in_a_look_once(admin_client: Client, things) -> None:
    page = admin_client.get(reverse(ADD))
    answer = admin_client.post(
        reverse(ADD), filled(page, name="Twice", **rows(things[0], things[0]))
    )
    assert "Please correct the duplicate data for product" in answer.content.decode()
    assert not Look.objects.exists()


def test_who_may_only_look_changes_nothing(client: Client, things) -> None:
    look = LookFactory.create(name="Evening", products=things)
    client.force_login(StaffFactory.create(permissions=["view_look"]))
    page = client.get(change_page(look))
    assert "Sofa" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    assert client.post(change_page(look), {"name": "Mine"}).status_code == 403
    assert client.get(reverse(ADD)).status_code == 403


def test_the_list_takes_as_many_queries_for_many_looks(
    admin_client: Client, things, django_assert_max_num_queries
) -> None:
    for _ in range(12):
        LookFactory.create(products=things)
    admin_client.get(reverse(LIST))  # the first page of a session is noted
    with django_assert_max_num_queries(10):
        admin_client.get(reverse(LIST))


def test_a_suggestion_is_ticked_beside_a_product_without_a_place(
    admin_client: Client, things
) -> None:
    page = admin_client.get(reverse(ADD))
    wanted = {"name": "Evening", **rows(things[0]), "suggested": [things[1].pk]}
    admin_client.post(reverse(ADD), filled(page, **wanted))
    assert held(Look.objects.get()) == [("Sofa", 1), ("Lamp", 2)]
