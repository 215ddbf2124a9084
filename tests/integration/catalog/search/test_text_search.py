"""Words are found whatever accents they are typed with, and in the shop's own language."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from catalog.models import Product
from catalog.search.finding import Reading, understand
from catalog.search.languages import apply_language


def found(words: str) -> list[str]:
    return sorted(product.name for product in Product.objects.matching(words))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Café chair", "cafe"),
        ("Cafe chair", "café"),
        ("Crème brûlée bowl", "creme brulee"),
        ("Lampa Żółć", "zolc"),
        ("Straße Stuhl", "strasse"),
        ("Smørrebrød plate", "smorrebrod"),
        ("Œuvre print", "oeuvre"),
        ("ΚΑΦΈΣ tin", "καφες"),
        (unicodedata.normalize("NFD", "Café table"), "Café"),
        ("Levi's jacket", "levi’s"),
        ("Well‐made knife", "well-made"),
        ("ﬁne thread", "fine"),
    ],
)
def test_accents_ligatures_and_quotes_are_folded(make_product, name, typed) -> None:
    make_product(name=name)
    make_product(name="Something else")
    assert found(typed) == [name]


def test_letters_of_other_scripts_stay_themselves(make_product) -> None:
    make_product(name="Синий чайник")
    assert understand("чайник").reading == Reading.AS_TYPED
    assert understand("чаиник").reading == Reading.CORRECTED


def test_words_have_their_forms_in_all_languages_of_the_shop(make_product, settings) -> None:
    make_product(name="Blaue Häuser")
    make_product(name="Striped mugs")
    make_product(name="голубая ваза")
    assert understand("blauer").reading != Reading.AS_TYPED
    assert found("mug") == ["Striped mugs"]
    assert found("вазы") == ["голубая ваза"]  # nothing else is written in these letters

    settings.VITRINE_SEARCH_LANGUAGE = "german, english"
    assert apply_language()

    assert understand("blauer").reading == Reading.AS_TYPED
    assert found("blauer") == ["Blaue Häuser"]
    assert found("mug") == ["Striped mugs"]
    assert found("вазы") == ["голубая ваза"]
    assert not apply_language()


def test_a_migration_applies_the_language_to_what_is_there(make_product, settings) -> None:
    make_product(name="Blaue Decke")
    settings.VITRINE_SEARCH_LANGUAGE = "german"
    call_command("migrate", verbosity=0)
    assert understand("blauer").reading == Reading.AS_TYPED


@pytest.mark.django_db
def test_a_language_that_postgresql_does_not_know_is_refused_by_name(settings) -> None:
    settings.VITRINE_SEARCH_LANGUAGE = "klingon"
    with pytest.raises(ImproperlyConfigured, match=r"knows no klingon; it knows .*german"):
        apply_language()


def test_a_restore_which_looks_into_no_schema_can_make_the_column(make_product) -> None:
    make_product(name="Café chair")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("UPDATE public.catalog_product SET name = 'Thé chair'")
        cursor.execute("SET LOCAL search_path = public")
    assert found("the chair") == ["Thé chair"]
