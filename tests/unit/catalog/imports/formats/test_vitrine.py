"""Tables with a product in each line, ours and those that people make."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.imports.reading import recognise
from catalog.imports.rows import MISSING, PictureReference


def test_columns_are_known_by_what_people_call_them(outcomes):
    (row,) = outcomes(
        "Artikelnummer;Bezeichnung;Preis;Kategorie;Marke;Lagerbestand;Bilder;Farbe\n"
        "16-07;Tasse;9,50 €;Küche/Tassen;Lumo;12;a.jpg;rot\n"
    )
    assert (row.sku, row.name, row.price, row.currency) == (
        "16-07",
        "Tasse",
        Decimal("9.50"),
        "EUR",
    )
    assert (row.category, row.brand, row.stock) == (("Küche", "Tassen"), "Lumo", 12)
    assert row.attributes == {"Farbe": "rot"}


@pytest.mark.parametrize(
    ("cell", "sources"),
    [
        ("a.jpg|b c.jpg", ["a.jpg", "b c.jpg"]),
        ("a.jpg, b.png", ["a.jpg", "b.png"]),
        ("https://a.example/1.jpg?w=1; https://a.example/2.webp", None),
        ("a.jpg|a.jpg||", ["a.jpg"]),
        ("Chair, red.jpg", ["Chair, red.jpg"]),
        ('json:["a|b.jpg"]', ["a|b.jpg"]),
    ],
)
def test_pictures_are_separated_as_people_do(outcomes, cell, sources):
    (row,) = outcomes('sku\tpictures\nA\t"' + cell.replace('"', '""') + '"\n')
    wanted = sources or ["https://a.example/1.jpg?w=1", "https://a.example/2.webp"]
    assert [each.source for each in row.pictures] == wanted


def test_several_columns_of_pictures_count_together(outcomes):
    (row,) = outcomes("sku,image 1,image 2,image 3\nA,a.jpg,,c.jpg\n")
    assert row.pictures == (PictureReference("a.jpg"), PictureReference("c.jpg"))


def test_descriptions_of_pictures_stand_in_their_order(outcomes):
    (row,) = outcomes("sku,pictures,picture descriptions\nA,a.jpg|b.jpg,Front\n")
    assert row.pictures == (PictureReference("a.jpg", "Front"), PictureReference("b.jpg", ""))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *[("24", 24), ("1.5", 1.5), ("true", True), ("FALSE", False), ("-3", -3)],
        *[("00123", "00123"), ("1.50", "1.50"), ("1e3", "1e3"), ("１２", "１２"), ("NaN", "NaN")],
        *[("'24", "24"), ("'true", "true"), ("O'Neill", "O'Neill"), ("'=1", "=1")],
        *[('json:["a", 1]', ["a", 1]), ("blue|gray", "blue|gray")],
    ],
)
def test_attributes_have_types(outcomes, cell, value):
    (row,) = outcomes('sku\tattribute:x\nA\t"' + cell.replace('"', '""') + '"\n')
    assert row.attributes["x"] == value
    assert type(row.attributes["x"]) is type(value)


def test_an_empty_slug_is_made_from_the_name(outcomes):
    (row,) = outcomes("sku,slug\nA,\n")
    assert row.slug is MISSING


def test_two_columns_of_one_meaning_are_told(table):
    mapping = recognise(table("sku,name,title\nA,Mug,Cup\n"))
    assert mapping.ignored == ("title",)


def test_a_currency_beside_the_price_has_to_agree(codes):
    assert codes("sku;price;currency\nA;5 EUR;USD\nB;5;eur\n") == [("currency", "currency")]


def test_texts_in_the_shop_s_other_languages_have_columns(outcomes, codes, table):
    file = "sku,Name (DE),bezeichnung_ar,description (ar),name (fr)\nA, Sessel ,,كرسي\t,Fauteuil\n"
    (row,) = outcomes(file)
    assert row.texts == {"name:de": "Sessel", "name:ar": "", "description:ar": "كرسي\t"}
    assert recognise(table(file)).ignored == ("name (fr)",)
    assert row.attributes == {}
    assert codes(f"sku,name (de)\nA,{'x' * 201}\n") == [("too_long", "name (de)")]


def test_a_language_in_brackets_may_be_the_shop_s_own(outcomes):
    (row,) = outcomes("sku,name (en)\nA,Chair\n")
    assert (row.name, row.texts) == ("Chair", {})
