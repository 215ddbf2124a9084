"""Products in the admin: finding, publishing, editing and deleting them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Category, Product, ProductImage
from embeddings.models import EmbeddingSpace
from tests.factories import StaffFactory
from tests.filled_form import filled

LIST = "admin:catalog_product_changelist"


def change_page(product: Product) -> str:
    return reverse("admin:catalog_product_change", args=[product.pk])


def listed(client, **query: object) -> set[Product]:
    return set(client.get(reverse(LIST), query).context["cl"].result_list)


def test_the_list_shows_cover_and_names(admin_client: Client, make_product) -> None:
    product = make_product("red", name="Round vase", family="VAS-01")

    page = admin_client.get(reverse(LIST)).content.decode()

    assert product.cover.url_at(160) in page
    assert "Round vase" in page
    assert "VAS-01" in page


def test_the_list_costs_the_same_for_1_product_and_for_20(
    admin_client: Client, plain_space: EmbeddingSpace, make_product, django_assert_max_num_queries
) -> None:
    for _ in range(20):
        make_product("red", "blue")
    admin_client.get(reverse(LIST))  # the first page of a session is noted
    # Session, user, filters (categories, brands), count, products, images, embeddings, paths of
    # categories, and the notices' two.
    with django_assert_max_num_queries(11):
        admin_client.get(reverse(LIST))


def test_the_product_page_costs_the_same_for_1_picture_and_for_6(
    admin_client: Client, plain_space: EmbeddingSpace, make_product, django_assert_max_num_queries
) -> None:
    product = make_product(*["red", "blue"] * 3)
    admin_client.get(change_page(product))  # the first page of a session is noted
    # Session, user, product, its content type (twice), pictures, embeddings, category, the
    # notices' two, and its similar items: rules, live space (twice), its embedded pictures, the
    # newest in place of similar ones; and the pictures that the form holds.
    with django_assert_max_num_queries(17):
        admin_client.get(change_page(product))


def test_the_list_is_narrowed(admin_client: Client, make_product, category: Category) -> None:
    tall = Category.objects.create(name="Tall", slug="tall", parent=category)
    one = make_product(category=tall, brand="Ollune")
    two = make_product(stock=0, is_published=False)

    assert listed(admin_client, category=category.pk) == {one, two}
    assert listed(admin_client, category=tall.pk) == {one}
    assert listed(admin_client, in_stock="no") == {two}
    assert listed(admin_client, in_stock="yes") == {one}
    assert listed(admin_client, is_published__exact=0) == {two}
    assert listed(admin_client, brand="Ollune") == {one}
    assert listed(admin_client, q=two.sku) == {two}


@pytest.mark.parametrize("value", ["\0", "9" * 40, "x' OR 1=1", ""])
@pytest.mark.parametrize("name", ["category", "in_stock", "brand", "embedding"])
def test_a_filter_that_is_not_offered_is_passed_over(
    admin_client: Client, make_product, name, value
) -> None:
    product = make_product(brand="Ollune")

    assert listed(admin_client, **{name: value}) == {product}


def test_products_are_published_and_taken_out_of_the_shop(
    admin_client: Client, make_product
) -> None:
    one, two = make_product(), make_product(is_published=False)
    chosen = {"_selected_action": [one.pk, two.pk]}

    told = admin_client.post(reverse(LIST), {"action": "unpublish", **chosen}, follow=True)

    assert not Product.objects.published().exists()
    assert "1 product was taken out of the shop." in told.content.decode()

    admin_client.post(reverse(LIST), {"action": "publish", **chosen})

    assert Product.objects.published().count() == 2


def test_an_empty_slug_fills_itself(admin_client: Client, make_product) -> None:
    product = make_product()
    address = change_page(product)

    admin_client.post(address, filled(admin_client.get(address), name="Blue vase", slug=""))
    product.refresh_from_db()
    assert product.slug == "blue-vase"

    admin_client.post(address, filled(admin_client.get(address), name="青い花瓶", slug=""))
    product.refresh_from_db()
    assert product.slug == product.sku.lower()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "a\0b"),
        ("price", "NaN"),
        ("price", "-1"),
        ("stock", "-1"),
        ("stock", "9" * 30),
        ("slug", "../etc"),
        ("family", "\0"),
    ],
)
def test_nonsense_is_refused_beside_its_field(
    admin_client: Client, make_product, field, value
) -> None:
    product = make_product(attributes={"colour": "blue"})
    address = change_page(product)

    page = admin_client.post(
        address, filled(admin_client.get(address), brand="New", **{field: value})
    )

    assert page.status_code == 200
    assert field in page.context["adminform"].form.errors
    product.refresh_from_db()
    assert product.brand == ""


def test_category_is_found_by_typing(
    admin_client: Client, make_product, category: Category
) -> None:
    found = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "catalog", "model_name": "product", "field_name": "category", "term": "vas"},
    )

    assert found.json()["results"] == [{"id": str(category.pk), "text": "Vases"}]


def test_deleting_names_products_and_counts_pictures(
    admin_client: Client, plain_space: EmbeddingSpace, make_product
) -> None:
    product = make_product("red", "blue")
    address = reverse("admin:catalog_product_delete", args=[product.pk])

    page = admin_client.get(address)
    assert page.context["perms_lacking"] == set()
    assert dict(page.context["model_count"])["pictures"] == 2

    admin_client.post(address, {"post": "yes"})
    assert not Product.objects.exists()
    assert not ProductImage.objects.exists()


@pytest.fixture
def staff_client(client: Client, db):
    """A client of staff with some permissions: staff_client("view_product")."""

    def log_in(*permissions: str):
        client.force_login(StaffFactory.create(permissions=permissions))
        return client

    return log_in


def test_who_may_only_view_sees_no_upload(
    staff_client, make_product, picture: Callable[..., bytes]
) -> None:
    product = make_product("red")
    client = staff_client("view_product", "view_productimage", "view_category")

    page = client.get(change_page(product))

    assert page.status_code == 200
    assert 'type="file"' not in page.content.decode()
    assert client.post(change_page(product), {"name": "x"}).status_code == 403


def test_who_may_not_add_pictures_cannot_slip_one_in(staff_client, make_product, upload) -> None:
    product = make_product()
    client = staff_client("view_product", "change_product", "view_productimage")
    page = client.get(change_page(product))
    assert 'type="file"' not in page.content.decode()

    data = filled(page, name="Renamed", new_pictures=[upload("red")])
    data |= {"images-TOTAL_FORMS": 1, "images-0-picture": upload("red")}
    client.post(change_page(product), data)

    assert not ProductImage.objects.exists()


def test_who_may_not_delete_pictures_cannot_delete_their_product(
    staff_client, make_product
) -> None:
    product = make_product("red")
    client = staff_client("view_product", "delete_product")

    page = client.post(reverse("admin:catalog_product_delete", args=[product.pk]), {"post": "yes"})

    assert page.status_code == 403
    assert Product.objects.exists()


@pytest.fixture
def upload(picture: Callable[..., bytes]):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return lambda colour: SimpleUploadedFile("vase.jpg", picture(colour), "image/jpeg")


def test_every_label_of_the_form_begins_like_the_others(
    admin_client: Client, make_product: Callable[..., Product]
) -> None:
    page = admin_client.get(change_page(make_product("red"))).content.decode()
    labels = re.findall(r"<label[^>]*>\s*([^<]+?):?\s*</label>", page)
    assert "Attributes" in labels
    assert [label for label in labels if not label[0].isupper()] == []
