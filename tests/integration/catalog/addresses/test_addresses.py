"""Addresses that were changed lead on, whoever changed them, and never to a new thing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from catalog.addresses.free import free_slug
from catalog.models import Category, OldAddress, Product
from tests.factories import StaffFactory
from tests.filled_form import filled


def rename(product: Product, slug: str) -> None:
    Product.objects.filter(pk=product.pk).update(slug=slug)


def test_an_old_page_leads_to_the_new_one(client: Client, make_product) -> None:
    product = make_product(slug="old-vase")
    rename(product, "new-vase")

    answer = client.get("/p/old-vase/?but=colour:blue")

    assert answer.status_code == 301
    assert answer["Location"] == "/p/new-vase/?but=colour:blue"
    assert client.get(answer["Location"]).status_code == 200


def test_a_chain_is_one_step_and_a_way_back_is_none(client: Client, make_product) -> None:
    product = make_product(slug="a")
    for slug in ("b", "c"):
        rename(product, slug)
    assert [client.get(f"/p/{slug}/")["Location"] for slug in "ab"] == ["/p/c/", "/p/c/"]

    rename(product, "a")

    assert client.get("/p/a/").status_code == 200
    assert client.get("/p/c/")["Location"] == "/p/a/"


def test_who_has_an_address_wins_whoever_had_it(client: Client, make_product) -> None:
    first, second = make_product(slug="vase"), make_product(slug="other")
    rename(first, "tall-vase")
    rename(second, "vase")
    assert client.get("/p/vase/").status_code == 200

    rename(second, "round-vase")
    assert client.get("/p/vase/")["Location"] == "/p/round-vase/"
    Product.objects.filter(pk=second.pk).update(is_published=False)
    assert client.get("/p/vase/").status_code == 404
    second.delete()
    assert not OldAddress.objects.filter(slug="vase").exists()
    assert client.get("/p/vase/").status_code == 404


def test_a_draft_at_an_old_address_is_not_passed_over(client: Client, make_product) -> None:
    rename(make_product(slug="vase"), "tall-vase")
    make_product(slug="vase", is_published=False)
    assert client.get("/p/vase/").status_code == 404
    assert client.get("/api/v1/products/vase/").status_code == 404


def test_old_categories_lead_on_as_well(client: Client, make_product) -> None:
    make_product()
    Category.objects.filter(slug="vases").update(slug="vessels")

    assert client.get("/c/vases/?page=2")["Location"] == "/c/vessels/?page=2"
    found = client.get("/api/v1/products/", {"category": "vases"}).json()
    assert found["count"] == 1
    Category.objects.create(name="Vases", slug="vases")
    assert client.get("/c/vases/").status_code == 200
    assert client.get("/c/nothing/").status_code == 404


def test_the_api_says_where_a_product_has_gone(client: Client, make_product) -> None:
    rename(make_product(slug="old-vase"), "new-vase")

    for end in ("", "similar/", "looks/"):
        answer = client.get(f"/api/v1/products/old-vase/{end}")
        assert answer.status_code == 301
        assert answer["Location"] == f"http://testserver/api/v1/products/new-vase/{end}"
        assert answer.json()["code"] == "moved"


def test_examples_may_be_named_as_they_were(client: Client, make_product, plain_space) -> None:
    rename(make_product(slug="old-vase"), "new-vase")
    for slug, status in (("old-vase", 200), ("never-vase", 400)):
        answer = client.post(
            "/api/v1/recommendations/", {"positive": [slug]}, content_type="application/json"
        )
        assert answer.status_code == status


def test_numbers_go_on_and_pass_over_what_was_anothers(make_product) -> None:
    first = make_product(slug="twin")
    rename(first, "single")

    assert free_slug(Product, "twin") == "twin-2"
    assert free_slug(Product, "twin", own=first.pk) == "twin"
    make_product(slug="twin-2")
    assert free_slug(Product, "twin") == "twin-3"
    assert len(free_slug(Product, "x" * 160)) == 160
    make_product(slug="x" * 160)
    assert len(free_slug(Product, "x" * 160)) < 160


@pytest.mark.parametrize("filled_in", ["", "twin-vase"])
def test_the_same_name_twice_is_numbered(
    admin_client: Client, make_product, category, filled_in
) -> None:
    make_product(name="Twin vase", slug="twin-vase")
    address = reverse("admin:catalog_product_add")
    values = {"name": "Twin vase", "sku": "V-2", "price": 1, "category": category.pk}

    admin_client.post(address, filled(admin_client.get(address), **values, slug=filled_in))

    assert Product.objects.get(sku="V-2").slug == "twin-vase-2"


def test_a_new_thing_takes_no_address_of_another_that_has_moved(
    admin_client: Client, make_product, category
) -> None:
    """The page's script spells ß as ss; the shop leaves it out."""
    rename(make_product(slug="strassenlampe"), "lampe")
    address = reverse("admin:catalog_product_add")
    values = {"name": "Straßenlampe", "sku": "V-2", "price": 1, "category": category.pk}

    admin_client.post(address, filled(admin_client.get(address), **values, slug="strassenlampe"))

    assert Product.objects.get(sku="V-2").slug == "strassenlampe-2"
    assert admin_client.get("/p/strassenlampe/")["Location"] == "/p/lampe/"


def test_a_draft_is_shown_to_staff_alone(client: Client, make_product) -> None:
    make_product("red", slug="draft", is_published=False)
    assert client.get("/p/draft/").status_code == 404

    client.force_login(StaffFactory.create(permissions=["view_category"]))
    assert client.get("/p/draft/").status_code == 404

    client.force_login(StaffFactory.create(username="ann", permissions=["view_product"]))
    page = client.get("/p/draft/")

    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert "noindex" in page["X-Robots-Tag"]
    words = page.content.decode()
    assert "Preview." in words
    assert "ld+json" not in words
    assert "canonical" not in words
    assert "draft" not in client.get("/sitemap.xml").content.decode()
