"""The shop's pages in German and Arabic: by their address, whole, and without a cookie."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.checkers import checkers
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import override, pgettext

from catalog.models import Product
from config.translations import LOCALE, collect, compiled, read_catalogue
from tests.filled_form import filled

PO = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", PO, ids=lambda path: path.parts[-3])
def test_no_string_of_the_shop_lacks_a_translation(path: Path) -> None:
    catalogue: Catalog = read_catalogue(path)
    for wanted in collect():
        if not wanted.id:  # the header
            continue
        found = catalogue.get(wanted.id, wanted.context)
        said = f"{wanted.id}: translate it, then `python -m config.translations`"
        assert found is not None, said
        strings = [found.string] if isinstance(found.string, str) else found.string
        assert all(strings), said
        for check in checkers:
            check(catalogue, found)  # the same placeholders, as many plurals
    assert path.with_suffix(".mo").read_bytes() == compiled(catalogue), "compile it anew"


@pytest.mark.parametrize(("language", "word"), [("de", "Alle"), ("ar", "الكل")])
def test_a_word_is_translated_by_its_context(language: str, word: str) -> None:
    with override(language):
        assert pgettext("categories", "All") == word


def test_each_language_has_its_addresses_and_the_switch_leads_to_them(
    client: Client, make_product
) -> None:
    make_product("red", name="Red vase", price=1249)

    german = client.get("/de/c/vases/?sort=price")
    html = german.content.decode()
    assert german["Content-Language"] == "de"
    assert '<html lang="de">' in html
    assert "1 Produkt" in html
    assert "1.249,00\N{NO-BREAK SPACE}€" in html
    assert 'href="/de/p/product-1/"' in html, "links stay in the language"
    assert '<link rel="canonical" href="http://testserver/de/c/vases/">' in html
    for language, path in (("en", ""), ("de", "/de"), ("ar", "/ar"), ("x-default", "")):
        alternate = f'hreflang="{language}" href="http://testserver{path}/c/vases/"'
        assert f'<link rel="alternate" {alternate}>' in html
        if language != "x-default":
            assert f'<a href="{path}/c/vases/?sort=price" lang="{language}"' in html

    arabic = client.get("/ar/p/product-1/").content.decode()
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "رقم المنتج" in arabic
    english = client.get("/c/vases/", headers={"accept-language": "de"})
    assert '<html lang="en">' in english.content.decode(), "the address says it, not the browser"
    assert "Accept-Language" not in english.get("Vary", "")
    assert not german.cookies
    assert not english.cookies


def test_addresses_of_other_kinds_stay_as_they_were(client: Client, make_product) -> None:
    make_product("red")
    assert client.get("/en/c/vases/?page=1")["Location"] == "/c/vases/?page=1"
    assert client.get("/en//example.org/")["Location"] == "/example.org/"
    lost = client.get("/de/nowhere/")
    assert lost.status_code == 404
    assert "Seite nicht gefunden" in lost.content.decode()
    for path in ("/fr/", "/de/sitemap.xml", "/de/api/v1/products/", "/de/admin/"):
        assert client.get(path).status_code == 404, path
    told = client.get("/robots.txt").content.decode()
    assert "Disallow: /de/search/" in told


@override_settings(LANGUAGES=[("en", "English")])
def test_a_shop_with_one_language_has_no_switch(client: Client, db) -> None:
    html = client.get("/").content.decode()
    assert "hreflang" not in html
    assert "#languages" not in html


def test_names_that_staff_translated_are_shown_and_others_say_which_language_they_are(
    client: Client, make_product, category
) -> None:
    make_product("red", name="Red vase", description="Thrown by hand.")
    make_product("blue", name="Blue vase")
    said = {"de": {"name": "Rote Vase", "description": "Von Hand gedreht."}}
    Product.objects.filter(name="Red vase").update(translations=said)
    type(category).objects.update(translations={"de": {"name": "Vasen"}})

    html = client.get("/de/c/vases/").content.decode()
    assert '<h1 dir="auto">Vasen</h1>' in html
    assert re.search(r'<h3 class="card-name" dir="auto"><a href="[^"]+">Rote Vase</a>', html)
    assert re.search(r'<h3 class="card-name" dir="auto" lang="en"><a href="[^"]+">Blue', html)
    page = client.get("/de/p/product-1/").content.decode()
    assert '<h1 dir="auto">Rote Vase</h1>' in page
    assert "Von Hand gedreht." in page
    assert "Rote Vase" not in client.get("/c/vases/").content.decode()
    assert client.get("/api/v1/products/product-1/").json()["name"] == "Red vase"
    in_german = client.get("/api/v1/products/product-1/?language=de").json()
    assert in_german["name"] == "Rote Vase"


def test_staff_translate_in_the_products_form(admin_client: Client, make_product) -> None:
    product = make_product("red", name="Red vase")
    Product.objects.update(translations={"fr": {"name": "Vase rouge"}})
    address = reverse("admin:catalog_product_change", args=[product.pk])
    form = filled(admin_client.get(address))
    assert form["translations"] == ["de", "ar", "fr"], "what was said in others is kept"
    form["translations-de-name"] = "Rote Vase"
    form["translations-ar-name"] = "مزهرية حمراء"
    admin_client.post(address, form)
    product.refresh_from_db()
    assert product.translations == {
        "de": {"name": "Rote Vase"},
        "ar": {"name": "مزهرية حمراء"},
        "fr": {"name": "Vase rouge"},
    }
    form["translations-de-name"] = "V" * 201
    assert "over 200 characters" in admin_client.post(address, form).content.decode()
