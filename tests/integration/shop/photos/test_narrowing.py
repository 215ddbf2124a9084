"""What looks like a photo is narrowed as lists are: by counted facets, several values, chips."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from catalog.models import Category, ProductImage
from embeddings.photos import vector as photo_vectors
from shop.views import photo_results
from tests.photo_looks import told_of


@pytest.fixture
def address(
    plain_space, make_product, embed, send_photo, picture: Callable[..., bytes], monkeypatch
) -> str:
    """The page of a red photo, in a shop of six things like it by three brands in two kinds."""
    lamps = Category.objects.create(name="Lamps", slug="lamps")
    for number, brand in enumerate(["Alba", "Alba", "Alba", "Borea", "Borea", "Cima"]):
        kind = {"category": lamps} if number % 2 else {}
        make_product("red", brand=brand, price=8 + 10 * number, stock=number, **kind)
    embed()
    told = told_of(ProductImage.objects.first().embeddings.get().vector)
    monkeypatch.setattr(photo_vectors, "_ask_worker", lambda *args: told)
    return str(send_photo(picture("red"))["Location"])


def facets(response, name: str) -> dict[str, int]:
    groups = {group.name: group for group in response.context["list"].groups}
    return {each.value: each.count for each in groups[name].options}


def brands_of(response) -> list[str]:
    assert response.status_code == 200
    return sorted(each.product.brand for each in response.context["search"].answer.results)


def test_counts_say_what_a_click_leaves(client: Client, address) -> None:
    page = client.get(address)
    assert facets(page, "brand") == {"Alba": 2, "Borea": 2, "Cima": 1}  # the first is sold out
    assert sum(facets(page, "category").values()) == len(brands_of(page)) == 5
    for name in ("brand", "category"):
        for value, count in facets(page, name).items():
            assert len(brands_of(client.get(address, {name: value}))) == count
    for each in page.context["list"].prices:
        assert len(brands_of(client.get(f"{address}?{each.query}"))) == each.count
    assert facets(client.get(f"{address}?sold_out=on"), "brand")["Alba"] == 3


def test_several_values_are_chips_and_what_was_said_of_the_photo_stays(
    client: Client, address
) -> None:
    page = client.get(f"{address}?brand=Alba&brand=Cima&x=10&y=10&w=50&h=50&look=colour&all=1")
    assert brands_of(page) == ["Alba", "Alba", "Cima"]
    assert facets(page, "brand") == {"Alba": 2, "Borea": 2, "Cima": 1}
    html = page.content.decode()
    kept = "look=colour&amp;x=10&amp;y=10&amp;w=50&amp;h=50"
    assert f'class="chip" href="{address}?brand=Cima&amp;{kept}"' in html
    assert f'class="chip-clear" href="{address}?{kept}"' in html
    ticked = re.findall(r'name="brand" value="(\w+)" form="list-form" checked', html)
    assert sorted(ticked) == ["Alba", "Cima"]


def test_where_filters_leave_nothing_the_way_out_is_offered(client: Client, address) -> None:
    page = client.get(f"{address}?brand=Cima&price_max=20").content.decode()
    assert "No product that fits these filters" in page
    assert f'href="{address}?brand=Cima"' in page
    assert "Without “<bdi>up to €20.00</bdi>”: 1 product" in page


def test_only_the_nearest_are_counted_and_all_of_those_can_be_seen(
    client: Client, address, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Counted among" not in client.get(address).content.decode()
    monkeypatch.setattr(photo_results, "LIMIT", 2)
    monkeypatch.setattr(photo_results, "MOST", 4)
    page = client.get(f"{address}?look=")
    assert (len(brands_of(page)), sum(facets(page, "brand").values())) == (2, 4)
    assert "Counted among the 4 nearest" in page.content.decode()
    assert 'href="?look=&amp;all=1">Show 4 look-alikes' in page.content.decode()
    assert len(brands_of(client.get(f"{address}?all=1"))) == 4


def test_filters_cost_a_constant_number_of_queries(
    client: Client, address, django_assert_num_queries
) -> None:
    # Those of the page without filters, and a search more, with its rules, for what to choose from.
    with django_assert_num_queries(13):
        client.get(f"{address}?brand=Alba&brand=Borea")
