"""What a product's page reads is what Django's own queries would have read."""

from __future__ import annotations

from catalog.models import Product
from catalog.products.of_page import read_product


def test_a_product_is_read_as_it_was_saved(make_product, django_assert_num_queries) -> None:
    saved = make_product(
        slug="vase",
        price="12.50",
        family="bulb",
        is_published=False,
        attributes={"colour": ["red", "blue"], "height": 12.5, "handmade": True, "glaze": None},
        translations={"de": {"name": "Vase"}},
    )
    make_product(slug="bowl")

    with django_assert_num_queries(1):
        read = read_product("vase")
        assert read is not None
        shown = {name: getattr(read, name) for name in read.__dict__ if name in _columns()}
    assert {"name", "price", "attributes", "translations", "category_id"} <= shown.keys()
    whole = Product.objects.get(pk=saved.pk)
    assert shown == {name: getattr(whole, name) for name in shown}
    assert (read, read.created_at) == (whole, whole.created_at)  # read when it is asked for
    read.refresh_from_db()


def test_where_there_is_none(make_product) -> None:
    make_product(slug="vase")
    assert read_product("vas") is None


def _columns() -> set[str]:
    return {field.attname for field in Product._meta.concrete_fields}
