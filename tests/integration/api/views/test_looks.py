"""Complete the look, over REST."""

from __future__ import annotations

import pytest

from tests.factories import LookFactory


def test_the_looks_of_a_product(get, make_product, django_assert_num_queries) -> None:
    sofa, lamp = make_product(name="Sofa"), make_product("red", name="Lamp")
    look = LookFactory.create(name="Evening", note="For us", products=[sofa, lamp])

    with django_assert_num_queries(3):
        answer = get(f"products/{sofa.slug}/looks/")

    [found] = answer["results"]
    assert (found["id"], found["name"], found.keys()) == (
        *(look.pk, "Evening", {"id", "name", "products"}),
    )
    assert [each["slug"] for each in found["products"]] == [lamp.slug]
    assert found["products"][0]["image"]["alt"] == "Lamp"
    assert get(f"products/{sofa.slug}/")["looks"].endswith(f"/products/{sofa.slug}/looks/")


def test_limits_and_refusals(get, refused, make_product) -> None:
    products = [make_product() for _ in range(3)]
    draft = make_product(is_published=False)
    for _ in range(4):
        LookFactory.create(products=[*products, draft])
    path = f"products/{products[0].slug}/looks/"

    assert [len(get(path, **asked)["results"]) for asked in ({}, {"limit": 1})] == [3, 1]
    assert refused(path, limit=0, offset=1) == {"limit": "min_value", "offset": "unknown"}
    get(f"products/{draft.slug}/looks/", status=404)
    get("products/nothing/looks/", status=404)


@pytest.mark.django_db
def test_a_product_page_shows_them(client, make_product) -> None:
    sofa, lamp = make_product(name="Sofa"), make_product(name="Lamp")
    assert "Complete the look" not in client.get(f"/p/{sofa.slug}/").content.decode()

    LookFactory.create(name="Evening", products=[sofa, lamp])

    html = client.get(f"/p/{sofa.slug}/").content.decode()
    assert html.count("Complete the look") == 1
    assert "Evening" in html
