"""No page has a word that no translation would reach.

Everything that the shop itself says is in brackets in the pseudo-locale, and all that stands in the
catalogue is written in Greek: what is left in Latin letters was not marked.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from catalog.feeds.models import Feed
from catalog.imports.models import ImportRun
from catalog.models import Category, Product
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.photos.store import keep_photo
from evaluation.blind.models import BlindQuestion, BlindTest, BlindVote
from evaluation.blind.result import close
from tests.factories import ImportRunFactory, RuleFactory
from tests.integration.i18n.pseudo_locale import speak_pseudo, unmarked
from web.failures.unavailable import unavailable
from web.rate_limits import RateLimitedError

GREEK = {"name": "Βάζο", "brand": "Μάρκα", "description": "Ωραίο βάζο.", "sku": "ΔΞ-1"}


@pytest.fixture
def shop(plain_space: EmbeddingSpace, make_product, category: Category, embed) -> list[Product]:
    """Products of one family with and without stock, pictures and prices, of which one failed."""
    department = Category.objects.create(name="Τραπέζι", slug="table", description="Για όλα.")
    Category.objects.filter(pk=category.pk).update(name="Βάζα", parent=department)
    attributes = {"χρώμα": "μπλε", "πλένεται": True}
    products = [
        make_product("red", "blue", **GREEK, family="Φ", attributes=attributes, stock=2),
        make_product("crimson", **{**GREEK, "sku": "ΔΞ-2"}, family="Φ", stock=0),
        make_product("green", **{**GREEK, "sku": "ΔΞ-3"}, price=0),
        make_product(**{**GREEK, "sku": "ΔΞ-4"}),
        make_product("teal", **{**GREEK, "sku": "ΔΞ-5"}, is_published=False),
    ]
    embed()
    for kind, place in (("pin", 1), ("boost", None), ("bury", None), ("hide", None)):
        RuleFactory.create(
            kind=kind, product=products[1], position=place, beside_product=products[0], note="γιατί"
        )
    feed = Feed.objects.create(name="Ροή", address="https://example.com/", error="λάθος")
    ImportRunFactory.create(name="αρχείο", feed=feed)
    ImageEmbedding.objects.filter(image__product=products[2]).update(
        state="failed", vector=None, error="λάθος"
    )
    return products


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_pseudo(monkeypatch)


def test_the_check_sees_what_is_not_marked(pseudo) -> None:
    assert unmarked("<p>⟦Marked⟧ βάζο</p>") == []
    assert unmarked("<p>⟦Marked <b>⟦twice⟧</b> here⟧, not this</p>") == [", not this"]
    assert unmarked('<img alt="A vase"><input type="submit" value="Save">') == ["A vase", "Save"]
    assert unmarked("<script>var ignored</script>") == []


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/c/table/", "/c/vases/", "/c/vases/?in_stock=on", "/p/product-1/", "/p/product-2/"),
        *("/p/product-3/", "/p/product-4/", "/search/", "/search/?q=βάζο", "/search/?q=ζζζ"),
        *("/photo/", f"/photo/{'x' * 22}/", "/nowhere/"),
    ],
)
def test_pages_of_the_shop(client: Client, shop, pseudo, address) -> None:
    assert unmarked(client.get(address).content.decode()) == []


def test_a_page_cut_into_pages(client: Client, shop, pseudo, settings) -> None:
    settings.VITRINE_PAGE_SIZE = 1
    assert unmarked(client.get("/c/vases/?page=2").content.decode()) == []


@pytest.mark.parametrize(
    "asked", ["", "?price_min=50&price_max=10", "?look=colour&category=vases", "?x=10&w=1000"]
)
def test_the_results_of_a_photo(
    client: Client, shop, picture: Callable[..., bytes], pseudo, asked
) -> None:
    page = client.get(reverse("shop:photo-results", args=[keep_photo(picture("red")).id]) + asked)
    assert unmarked(page.content.decode()) == []


@pytest.mark.parametrize(
    "sent", [{}, {"image": b""}, {"image": b"%PDF-1.4"}, {"image": b"\xff\xd8"}]
)
def test_a_photo_that_is_refused(client: Client, shop, pseudo, sent) -> None:

    files = {name: SimpleUploadedFile("φωτο", data) for name, data in sent.items()}
    page = client.post("/photo/", files)
    assert page.status_code == 400
    assert unmarked(page.content.decode()) == []


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_error_pages(pseudo, status) -> None:
    assert unmarked(render_to_string(f"{status}.html")) == []


@pytest.mark.parametrize("address", ["/", "/api/v1/products/"])
def test_an_outage(rf: RequestFactory, pseudo: None, address: str) -> None:
    answer = unavailable(rf.get(address))
    told = answer.content.decode()
    page = f"<p>{json.loads(told)['message']}</p>" if address.startswith("/api/") else told
    assert unmarked(page) == []


@pytest.mark.parametrize("model", [pytest.param(m, id=m._meta.label) for m in admin.site._registry])
def test_pages_of_the_admin(admin_client: Client, shop, pseudo, model) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.first()
    pages = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
    if row is not None:
        pages += [
            reverse(f"{name}_change", args=[row.pk]),
            reverse(f"{name}_history", args=[row.pk]),
            reverse(f"{name}_delete", args=[row.pk]),
        ]
    found: set[str] = set()
    for address in pages:
        page = admin_client.get(address)
        if page.status_code == 200:
            found.update(unmarked(page.content.decode()))
    assert found == set()


@pytest.mark.parametrize("state", ImportRun.State.values)
def test_pages_of_an_import(admin_client: Client, pseudo, state) -> None:
    run = ImportRunFactory.create(name="αρχείο", state=state, error="λάθος", pictures="ναι")
    page = admin_client.get(reverse("admin:catalog_importrun_change", args=[run.pk]))
    assert unmarked(page.content.decode()) == []


def test_columns_and_rows_of_an_import(admin_client: Client, pseudo) -> None:
    text = "κωδικός;όνομα;τιμή;τι\nα;β;1,234;γ\n"
    file = SimpleUploadedFile("αρχείο", text.encode())
    admin_client.post(reverse("admin:catalog_importrun_add"), {"file": file})
    run = ImportRun.objects.get()
    page = admin_client.get(reverse("admin:catalog_importrun_columns", args=[run.pk]))
    assert unmarked(page.content.decode()) == []
    run = ImportRunFactory.create(name="αρχείο")
    row = run.rows.first()
    row.problems = [{"code": "x", "column": "τιμή", "value": "", "reason": "λάθος"}]
    row.changes = {"price": [None, "1.00"], "is_published": [None, True], "attributes": [{}, {}]}
    row.changes |= {"pictures": [[], ["α", "β"]], "category": [[], ["Α", "Β"]]}
    row.save()
    page = admin_client.get(reverse("admin:catalog_importrun_rows", args=[run.pk]))
    assert unmarked(page.content.decode()) == []


def test_pages_of_the_lab(admin_client: Client, shop, pseudo) -> None:
    lab = reverse("admin:evaluation_judgement_lab")
    vase = shop[0].pk
    test = BlindTest.objects.create(first_name="α", second_name="β")
    BlindQuestion.objects.create(
        test=test, number=1, product_id=vase, first_answer=[vase], second_answer=[vase]
    )
    question = reverse("admin:evaluation_blindtest_change", args=[test.pk])
    match = f"{reverse('admin:evaluation_judgement_match')}?space=1"
    for address in (f"{lab}?product={vase}", f"{lab}?q=ΔΞ-4", f"{lab}?q=Ξ", match, question):
        assert unmarked(admin_client.get(address).content.decode()) == [], address
    BlindVote.objects.create(question=test.questions.get(), choice="first")
    close(test)
    assert unmarked(admin_client.get(question).content.decode()) == []


@pytest.mark.parametrize("address", ["admin:index", "admin:login", "admin:password_change"])
def test_the_other_pages_of_the_admin(admin_client: Client, shop, pseudo, address) -> None:
    assert unmarked(admin_client.get(reverse(address)).content.decode()) == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("products/?price_min=x&page=0&nothing=1&ordering=sideways", 400),
        ("products/nothing/", 404),
        ("products/product-1/similar/?weights=shape:1", 400),
        ("products/product-1/similar/?limit=0&diversity=2&attributes=colour", 400),
        ("photo-searches/nothing/", 404),
        ("nowhere/", 404),
    ],
)
def test_refusals_of_the_api(client: Client, shop, pseudo, address, status) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status
    told = answer.json()
    sentences = [told["message"], *(fault["message"] for fault in told["errors"])]
    assert unmarked("".join(f"<p>{sentence}</p>" for sentence in sentences)) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"CONTENT_LENGTH": str(10**9)}, 413),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
        ({"vitrine.waited_seconds": 60}, 503),
    ],
)
@pytest.mark.parametrize("address", ["/api/v1/photo-searches/", "/photo/"])
def test_refusals_before_any_view(client: Client, shop, pseudo, address, headers, status) -> None:
    answer = client.post(address, **headers)
    assert answer.status_code == status
    told = answer.content.decode()
    if address.startswith("/api/"):
        told = f"<p>{answer.json()['message']}</p>"
    assert unmarked(told) == []


def test_who_asks_too_often_is_told_in_their_language(pseudo) -> None:
    assert unmarked(f"<p>{RateLimitedError(7)}</p>") == []
