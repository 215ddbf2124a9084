"""Pictures stay with a form until it is saved, whatever happens to it in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.images.held.adopting import Wish, adopt
from catalog.images.held.draft import Draft
from catalog.images.held.holding import hold
from catalog.images.validation import validate_picture
from catalog.models import Category, HeldPicture, Product, ProductImage
from catalog.tasks import forget_unsaved_pictures, sweep_files
from tests.factories import StaffFactory
from tests.filled_form import filled, stored_files

pytestmark = pytest.mark.django_db(transaction=True)

ADD = "admin:catalog_product_add"
HOLD = "admin:catalog_product_hold_picture"


@pytest.fixture
def vase(category: Category) -> dict[str, object]:
    """What is typed for a new product."""
    return {"name": "Vase", "sku": "V-1", "category": category.pk, "price": "9.50", "stock": 1}


def test_a_mistake_in_the_price_costs_no_picture(send, admin_client, upload, vase) -> None:
    three = [upload("red"), upload("blue"), upload("green")]
    page = send(None, **{**vase, "price": "12.345"}, new_pictures=three)

    assert page.status_code == 200
    assert not Product.objects.exists()
    corrected = filled(page, price="12.35")
    corrected[f"held-{HeldPicture.objects.earliest('pk').pk}-alt"] = "in red"
    saved = admin_client.post(reverse(ADD), corrected, follow=True)

    assert "3 pictures were added." in saved.content.decode()
    images = Product.objects.get().images.all()
    assert [(image.position, image.alt) for image in images] == [(0, "in red"), (1, ""), (2, "")]
    assert not HeldPicture.objects.exists()


def test_one_bad_picture_costs_none_of_the_good_ones(send, admin_client, upload, vase) -> None:
    bad = upload(name="cut.jpg", content=upload("red").read()[:900])
    page = send(None, **vase, new_pictures=[upload("red"), bad, upload("blue")])

    assert page.status_code == 200
    refused, advice = page.context["inline_admin_formsets"][0].formset.non_form_errors()
    assert "cut.jpg" in refused
    assert "The good pictures are kept" in advice

    admin_client.post(reverse(ADD), filled(page))
    assert Product.objects.get().images.count() == 2


def test_a_second_click_adds_nothing_twice(admin_client: Client, make_product, upload) -> None:
    address = reverse("admin:catalog_product_change", args=[make_product().pk])
    page = admin_client.get(address)

    for _ in range(2):
        admin_client.post(address, filled(page, new_pictures=[upload("red")]))
    anew = filled(admin_client.get(address), new_pictures=[upload("red")])
    again = admin_client.post(address, anew, follow=True)

    assert ProductImage.objects.count() == 1
    assert "the product shows the same picture already" in again.content.decode()
    assert not HeldPicture.objects.exists()


def test_a_held_picture_is_adopted_once_by_two_submits(send, admin_client, upload, vase) -> None:
    """And a reload of the page finds it before that, by its address."""
    page = send(None, **{**vase, "price": ""}, new_pictures=[upload("red")])
    token = HeldPicture.objects.get().form
    page = admin_client.get(reverse(ADD), {"held": token})
    sent = filled(page, **vase)
    files = stored_files()

    assert admin_client.post(reverse(ADD), sent).status_code == 302
    admin_client.post(reverse(ADD), {**sent, "sku": "V-2", "slug": "other"})

    first, second = Product.objects.order_by("pk")
    assert (first.images.count(), second.images.count()) == (1, 0)
    assert stored_files() == files  # saving writes no file


def test_two_at_once_adopt_a_picture_once(admin_user, make_product, picture) -> None:
    product = make_product()
    draft = Draft.of_product(admin_user.pk, product.pk)
    held = hold(draft, validate_picture(picture()), name="vase.jpg")

    def save(_: int) -> int:
        try:
            return len(adopt(draft, product, [Wish(held=held.pk)]).added)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(save, range(4))) == [0, 0, 0, 1]
    assert product.images.get().image.name == held.image.name
    assert any(held.image.name[:-4] in name for name in stored_files())


def test_another_form_of_the_same_user_is_offered_and_not_mixed(
    send, admin_client, upload, vase
) -> None:
    send(None, **{**vase, "price": ""}, new_pictures=[upload("red")])
    token = HeldPicture.objects.get().form

    page = admin_client.get(reverse(ADD))

    assert "1 picture waits in a form that you did not save" in page.content.decode()
    assert f"?held={token}" in page.content.decode()
    assert page.context["inline_admin_formsets"][0].formset.held_forms == []


def test_nobody_gets_at_the_pictures_of_others(
    client: Client, admin_user, picture, vase, category
) -> None:
    owner = Draft.of_new_product(admin_user.pk)
    held = hold(owner, validate_picture(picture()), name="vase.jpg")
    names = ("view_category", "add_product", "add_productimage", "view_product")
    client.force_login(StaffFactory.create(permissions=names))

    page = client.get(reverse(ADD), {"held": owner.form})
    stolen = {f"held-{held.pk}-shown": "1"}
    client.post(reverse(ADD), filled(page, **vase, **stolen))
    let_go = reverse("admin:catalog_product_let_picture_go", args=[held.pk])
    answer = client.post(let_go, {"held_form": owner.form})

    assert Product.objects.get().images.count() == 0
    assert answer.json() == {"let_go": 0}
    edit = reverse("admin:catalog_product_edit_held_picture", args=[held.pk])
    assert client.post(edit, {"turn": "left", "sha256": held.sha256}).status_code == 404
    assert client.get(held.url_at(160)).status_code == 404
    assert HeldPicture.objects.filter(pk=held.pk, sha256=held.sha256).exists()


def test_a_replacement_waits_for_the_form(send, admin_client, make_product, upload) -> None:
    product = make_product("red")
    old = product.images.get()
    address = reverse("admin:catalog_product_change", args=[product.pk])
    page = send(product, price="x", **{"images-0-picture": upload("blue", name="blue.jpg")})

    assert "blue.jpg takes its place once you save." in page.content.decode()
    assert product.images.get().sha256 == old.sha256
    admin_client.post(address, filled(page, price="5", **{"images-0-alt": "in blue"}))

    new = product.images.get()
    assert (new.pk, new.sha256 != old.sha256) == (old.pk, True)
    assert not any(old.image.name[:-4] in name for name in stored_files())
    history = reverse("admin:catalog_product_history", args=[product.pk])
    told = admin_client.get(history).content.decode()
    assert new.image.name in told
    assert "in blue" in told


def test_a_deleted_picture_takes_its_replacement_with_it(send, make_product, upload) -> None:
    product = make_product("red")
    send(product, **{"images-0-picture": upload("blue"), "images-0-DELETE": "on"})
    assert not product.images.exists()
    assert not HeldPicture.objects.exists()


def test_something_new_has_no_rows_whatever_is_claimed(send, vase) -> None:
    assert send(None, **vase, **{"images-INITIAL_FORMS": "3000"}).status_code == 302


def test_a_picture_that_a_colleague_deleted_costs_nothing(
    admin_client: Client, make_product
) -> None:
    product = make_product("red", "blue")
    address = reverse("admin:catalog_product_change", args=[product.pk])
    page = admin_client.get(address)
    product.images.last().delete()

    sent = filled(page, name="Renamed", **{"images-0-alt": "in red", "images-1-alt": "in blue"})
    told = admin_client.post(address, sent, follow=True).content.decode()

    assert "1 picture was deleted by somebody else meanwhile." in told
    product.refresh_from_db()
    assert (product.name, product.images.get().alt) == ("Renamed", "in red")


def test_a_product_that_a_colleague_deleted_costs_no_new_picture(
    admin_client: Client, make_product, upload
) -> None:
    product = make_product("red")
    address = reverse("admin:catalog_product_change", args=[product.pk])
    admin_client.post(reverse(HOLD), {"product": product.pk, "picture": upload("blue")})
    sent = filled(admin_client.get(address))
    product.delete()

    page = admin_client.post(address, {**sent, "name": "Anew"})

    assert page.status_code == 410
    admin_client.post(reverse(ADD), filled(page))
    assert (Product.objects.get().name, Product.objects.get().images.count()) == ("Anew", 1)
    assert not HeldPicture.objects.exists()


def test_unsaved_pictures_are_kept_for_days_and_then_forgotten(admin_user, picture) -> None:
    held = hold(Draft.of_new_product(admin_user.pk), validate_picture(picture()), name="a.jpg")
    files = stored_files()
    assert (sweep_files(), forget_unsaved_pictures()) == (0, 0)
    assert stored_files() == files

    HeldPicture.objects.update(created_at=timezone.now() - timedelta(days=15))

    assert forget_unsaved_pictures() == 1
    assert not any(held.image.name[:-4] in name for name in stored_files())


class TestTheScriptsDoor:
    """Each picture by itself, with its own verdict."""

    def test_it_is_held_and_shown(self, admin_client: Client, make_product, upload) -> None:
        product = make_product("red")
        answer = admin_client.post(
            reverse(HOLD), {"product": product.pk, "picture": upload("red", name="same.jpg")}
        )

        held = HeldPicture.objects.get()
        assert (held.product, answer.json()["id"]) == (product, held.pk)
        assert "will not be added twice" in answer.json()["html"]
        assert admin_client.get(held.url_at(160))["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize(
        ("data", "status"),
        [
            ({"content": b"no picture"}, 200),
            ({"content": b""}, 200),
            ({"product": "9" * 40}, 404),
            ({"product": "x"}, 404),
            ({"replaces": "1"}, 404),
        ],
    )
    def test_what_is_wrong_is_said_in_a_sentence(
        self, admin_client: Client, upload, data, status
    ) -> None:
        picture = upload(content=data.pop("content", None))
        answer = admin_client.post(reverse(HOLD), {"picture": picture, **data})

        assert answer.status_code == status
        if status == 200:
            assert answer.json()["sentence"].endswith(".")
        assert not HeldPicture.objects.exists()

    def test_a_form_holds_so_many_and_no_more(self, admin_client: Client, upload, settings) -> None:
        settings.VITRINE_HELD_PICTURES_MOST = 1
        form = {"held_form": "a" * 32}
        admin_client.post(reverse(HOLD), {**form, "picture": upload("red")})
        answer = admin_client.post(reverse(HOLD), {**form, "picture": upload("blue")})

        assert (answer.status_code, answer.json()["code"]) == (200, "too_many")

    def test_it_asks_for_the_right_and_for_the_token(
        self, client: Client, make_product, upload
    ) -> None:
        product = make_product()
        client.force_login(StaffFactory.create(permissions=["change_product"]))
        data = {"product": product.pk, "picture": upload("red")}
        assert client.post(reverse(HOLD), data).status_code == 403

        strict = Client(enforce_csrf_checks=True)
        strict.force_login(StaffFactory.create(username="other", is_superuser=True))
        data = {"product": product.pk, "picture": upload("red")}
        assert strict.post(reverse(HOLD), data).status_code == 403
        assert not HeldPicture.objects.exists()
