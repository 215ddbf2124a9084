"""The lab as staff meet it: asked with what they have, two settings, judgements, bad inputs."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.models import Product
from embeddings.models import ImageEmbedding
from embeddings.photos import vector as photo_vectors
from embeddings.photos.store import keep_photo
from embeddings.pipeline import SpaceEncoder, resolve_recipe
from evaluation.judgements.models import Judgement
from tests.builders.spaces import make_component_space, make_space, store_vectors
from tests.factories import RuleFactory, StaffFactory
from tests.photo_looks import told_of
from tests.pictures import draw
from web.conf import conf
from web.photo_places import photo_place

pytestmark = pytest.mark.django_db

LAB = "admin:evaluation_judgement_lab"


@pytest.fixture
def shop(make_product) -> list[Product]:
    products = [
        make_product("red", name="Round vase"),
        make_product("crimson", name="Tall vase"),
        make_product("blue", name="Blue <b>vase</b>"),
    ]
    images = [product.images.get() for product in products]
    encoder = SpaceEncoder(resolve_recipe("hog+lab_color", {}))
    space = make_component_space("plain", encoder.components)
    drawn = [draw(colour) for colour in ("red", "crimson", "blue")]
    store_vectors(space, images, encoder.compose(encoder.encode(drawn)))
    return products


def lab(client: Client, **said: Any) -> Any:
    return client.get(reverse(LAB), said)


def names(page: Any, side: int) -> list[str]:
    return [slot.card.name for slot in page.context["sides"][side].slots]


def test_a_product_is_found_by_whatever_staff_have_of_it(admin_client: Client, shop) -> None:
    vase = shop[0]
    own_page = reverse("admin:catalog_product_change", args=[vase.pk])
    for typed in (
        *(vase.sku.lower(), vase.slug, f" /p/{vase.slug}/ ", own_page),
        f"https://shop.example/p/{vase.slug}/?utm=1#top",
    ):
        assert lab(admin_client, q=typed).context["product"] == vase, typed
    page = lab(admin_client, product=vase.pk)
    assert names(page, 0) == ["Tall vase", "Blue <b>vase</b>"]
    assert "<b>vase</b>" not in page.content.decode()
    assert page.content.decode().count("Where they match") == 4


def test_each_side_is_asked_in_its_own_way(admin_client: Client, shop) -> None:
    vase, tall, blue = shop
    rule = RuleFactory.create(kind="hide", product=tall, note="Broken")
    page = lab(admin_client, product=vase.pk)
    assert (names(page, 0), names(page, 1)) == ([blue.name], [tall.name, blue.name])
    text = page.content.decode()
    assert "Hidden by a rule." in text
    assert reverse("admin:recommendations_rule_change", args=[rule.pk]) in text

    page = lab(admin_client, product=vase.pk, **{"b-colour": "1", "b-diversity": "0.5"})
    answer = page.context["sides"][1].answer
    assert answer.results[0].explanation.blocks.keys() == {"visual", "colour"}
    assert answer.results[0].score == pytest.approx(
        answer.results[0].explanation.blocks["colour"], abs=2e-3
    )


def test_what_is_not_there_is_told(admin_client: Client, shop) -> None:
    for said, words in (
        ({"q": "nowhere"}, "No product has this address or SKU: nowhere"),
        ({"q": "/p/nowhere/"}, "No product has this address"),
        ({"q": "http://[broken"}, "No product has this address"),
        ({"q": "a\0b/%00"}, "No product has this address"),
        ({"product": "99999999"}, "no longer there"),
        ({"product": "9" * 30}, "no longer there"),
        ({"product": "-1"}, "no longer there"),
        ({"photo": "../../etc"}, "Choose a product, or a photo"),
        ({"photo": "A" * 22}, "This photo has expired"),
    ):
        page = lab(admin_client, **said)
        assert page.status_code == 200
        assert words in page.content.decode(), said


def test_settings_that_cannot_be_are_told_on_their_side(admin_client: Client, shop) -> None:
    building = make_space("new", 16, state="building")
    ImageEmbedding.objects.create(
        **{"image": shop[0].images.get(), "product": shop[0], "space": building, "digest": "0"}
    )
    for said, words in (
        ({"b-space": str(building.pk)}, "still being built: 0 of 1 pictures"),
        ({"b-space": "999999"}, "Select a valid choice"),
        ({"b-visual": "-1"}, "greater than or equal to 0"),
        ({"b-diversity": "2"}, "less than or equal to 1"),
        ({"b-diversity": "nan"}, "Enter a number."),
        ({"b-rules": "perhaps"}, "Select a valid choice"),
    ):
        page = lab(admin_client, product=shop[0].pk, **said)
        assert words in page.content.decode(), said
        assert names(page, 0) == ["Tall vase", "Blue <b>vase</b>"]
        assert names(page, 1) == []


def test_drafts_and_products_without_pictures_are_told_of(
    admin_client: Client, shop, make_product
) -> None:
    bare = make_product(name="Bare")
    waiting = make_product("red", name="Waiting")
    Product.objects.filter(pk=shop[0].pk).update(is_published=False)
    assert "no picture" in lab(admin_client, product=bare.pk).content.decode()
    page = lab(admin_client, product=waiting.pk)
    assert "not compared yet" in page.content.decode()
    assert "Among the newest of the category" in page.content.decode()
    assert "is not published" in lab(admin_client, product=shop[0].pk).content.decode()


def test_without_any_space_the_page_says_so(admin_client: Client, make_product) -> None:
    page = lab(admin_client, product=make_product("red").pk)
    assert "no embedding space is live" in page.content.decode()


def test_a_photo_is_searched_with_in_both_settings(
    admin_client: Client, shop, picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = shop[2].images.get().embeddings.get().vector
    monkeypatch.setattr(photo_vectors, "_ask_worker", lambda *args: told_of(vector))
    upload = SimpleUploadedFile("me.jpg", picture("blue"), "image/jpeg")
    page = admin_client.post(
        reverse("admin:evaluation_judgement_send_photo"), {"photo": upload}, follow=True
    )
    assert names(page, 0)[0] == shop[2].name
    text = page.content.decode()
    assert "data-judge" not in text
    assert "one=photo%3A" in text
    shown = admin_client.get(
        reverse("admin:evaluation_judgement_photo", args=[page.context["photo"]])
    )
    assert shown["Cache-Control"].startswith("private, no-store")


def test_a_photo_that_is_none_is_told(admin_client: Client) -> None:
    address = reverse("admin:evaluation_judgement_send_photo")
    text = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    for files, words in (({}, "Choose a photo first"), ({"photo": text}, "JPEG")):
        page = admin_client.post(address, files, follow=True)
        assert words in page.content.decode()


def test_where_all_places_for_photos_are_taken_it_says_so(
    admin_client: Client, shop, picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = keep_photo(picture("blue"), counts=False)
    with ExitStack() as held:
        for _ in range(conf.PHOTOS_AT_ONCE):
            held.enter_context(photo_place())
        page = lab(admin_client, photo=photo.id)
    assert (page.status_code, names(page, 0)) == (200, [])
    assert all(side.problem for side in page.context["sides"])


def test_without_a_worker_a_photo_cannot_be_looked_at(admin_client: Client, shop, picture) -> None:
    upload = SimpleUploadedFile("me.jpg", picture("blue"), "image/jpeg")
    address = reverse("admin:evaluation_judgement_send_photo")
    page = admin_client.post(address, {"photo": upload}, follow=True)
    assert "not available just now" in page.content.decode()


def test_a_judgement_is_kept_shown_and_taken_back(admin_client: Client, shop) -> None:
    vase, tall, _blue = shop
    address = reverse("admin:evaluation_judgement_judge")
    sent = {"asked": vase.pk, "shown": tall.pk, "next": f"{reverse(LAB)}?product={vase.pk}"}
    page = admin_client.post(address, {**sent, "verdict": "same_kind"}, follow=True)
    assert page.context["sides"][0].slots[0].verdict == "same_kind"
    assert Judgement.objects.get().user.username == "admin"
    told = admin_client.post(
        address, {**sent, "verdict": ""}, headers={"Accept": "application/json"}
    )
    assert told.json() == {"verdict": "", "words": "Taken back."}
    assert not Judgement.objects.exists()
    for wrong in ({"verdict": "x"}, {"verdict": "good", "shown": "abc"}):
        answer = admin_client.post(
            address, {**sent, **wrong}, headers={"Accept": "application/json"}
        )
        assert answer.status_code == 400
    page = admin_client.post(address, {**sent, "verdict": "good", "next": "https://evil.example/"})
    assert page["Location"] == reverse(LAB)


def test_judgements_go_out_and_in_as_a_file(admin_client: Client, shop) -> None:
    vase, tall, _blue = shop
    sent = {"asked": vase.pk, "shown": tall.pk, "verdict": "good"}
    admin_client.post(reverse("admin:evaluation_judgement_judge"), sent)
    data = b"".join(admin_client.get(reverse("admin:evaluation_judgement_export")))
    assert f"{vase.sku},{tall.sku},good,admin,".encode() in data
    listed = admin_client.get(reverse("admin:evaluation_judgement_changelist")).content.decode()
    before = listed.partition(reverse("admin:evaluation_judgement_import"))[0]
    assert before.count("<form") == before.count("</form>") + 1, "a form within a form is none"
    Judgement.objects.all().delete()
    upload = SimpleUploadedFile("judgements.csv", data, "text/csv")
    page = admin_client.post(
        reverse("admin:evaluation_judgement_import"), {"file": upload}, follow=True
    )
    assert "1 judgements were kept, 0 rows left out." in page.content.decode()
    broken = SimpleUploadedFile("judgements.csv", b"\xff\xfe\x00", "text/csv")
    page = admin_client.post(
        reverse("admin:evaluation_judgement_import"), {"file": broken}, follow=True
    )
    assert "no CSV file in UTF-8" in page.content.decode()


def test_a_product_leads_to_the_lab(admin_client: Client, shop) -> None:
    product = reverse("admin:catalog_product_change", args=[shop[0].pk])
    assert f"{reverse(LAB)}?product={shop[0].pk}" in admin_client.get(product).content.decode()
    assert f'href="{reverse(LAB)}"' in admin_client.get(reverse("admin:index")).content.decode()


def test_rights_to_look_and_to_judge(client: Client, shop) -> None:
    vase, tall, _blue = shop
    sent = {"asked": vase.pk, "shown": tall.pk, "verdict": "good"}
    for number, (rights, looks, judges) in enumerate(
        [
            ((), 403, 403),
            (("view_judgement",), 403, 403),
            (("view_product", "add_judgement"), 403, 403),
            (("view_judgement", "view_product"), 200, 403),
            (("view_judgement", "view_product", "add_judgement"), 200, 302),
        ]
    ):
        client.force_login(StaffFactory.create(username=f"staff{number}", permissions=rights))
        page = lab(client, product=vase.pk)
        assert page.status_code == looks
        assert ("data-judge" in page.content.decode()) == (judges == 302)
        for name in ("match", "export"):
            answer = client.get(reverse(f"admin:evaluation_judgement_{name}"))
            assert (answer.status_code == 403) == (looks == 403), (rights, name)
        for name, values in (("judge", sent), ("grade", {}), ("import", {}), ("send_photo", {})):
            answer = client.post(reverse(f"admin:evaluation_judgement_{name}"), values)
            expected = (302 if looks == 200 else 403) if name == "send_photo" else judges
            assert answer.status_code == expected, (rights, name)
