"""Machines write names and descriptions in the shop's other languages."""

from __future__ import annotations

from typing import Any

from catalog.history import Change
from catalog.models import Product

PATH = "products/by-sku/A-1/"
VASE: dict[str, Any] = {"name": "Blue vase", "category": ["Vases"], "price": "12.50", "stock": 3}
GERMAN = {"name": "Blaue Vase", "description": "Von Hand gedreht."}


def said() -> Any:
    return Product.objects.get(sku="A-1").translations


def test_they_are_written_changed_and_taken_away(call) -> None:
    made = call("put", PATH, {**VASE, "translations": {"de": GERMAN}}, status=201).json()
    assert made["translations"] == said() == {"de": GERMAN}
    assert call("get", PATH, status=200).json()["name"] == "Blue vase"

    more = {"de": {"name": "Vase, blau"}, "ar": {"name": "مزهرية زرقاء"}}
    call("patch", PATH, {"translations": more}, status=200)
    assert said() == {"de": {**GERMAN, "name": "Vase, blau"}, "ar": {"name": "مزهرية زرقاء"}}

    call("patch", PATH, {"translations": {"ar": None, "de": {"description": None}}}, status=200)
    assert said() == {"de": {"name": "Vase, blau"}}
    told = Change.objects.order_by("-pk")[0].changes
    assert told == {"description:de": ["Von Hand gedreht.", ""], "name:ar": ["مزهرية زرقاء", ""]}


def test_a_product_written_whole_keeps_them_unless_it_names_some(call) -> None:
    """Who has never heard of them must not empty what staff have translated."""
    call("put", PATH, {**VASE, "translations": {"de": GERMAN}}, status=201)
    call("put", PATH, {**VASE, "stock": 1}, status=200)
    assert said() == {"de": GERMAN}
    call("put", PATH, {**VASE, "translations": {"ar": {"name": "مزهرية"}}}, status=200)
    assert said() == {"ar": {"name": "مزهرية"}}
    call("put", PATH, {**VASE, "translations": {}}, status=200)
    assert said() == {}


def test_what_may_not_enter_is_told_with_its_place(call) -> None:
    call("put", PATH, VASE, status=201)

    def faults(translations: Any) -> set[tuple[str, str]]:
        told = call("patch", PATH, {"translations": translations}, status=400).json()["errors"]
        return {(each["field"], each["code"]) for each in told}

    assert faults([]) == {("translations", "invalid")}
    assert faults({"fr": GERMAN}) == {("translations.fr", "unknown")}
    assert faults({"en": GERMAN}) == {("translations.en", "unknown")}, "the shop's own is `name`"
    assert faults({"de": "Vase"}) == {("translations.de", "invalid")}
    assert faults({"de": {"name": "x" * 201}}) == {("translations.de.name", "max_length")}
    assert faults({"de": {"name": "\u200b"}}) == {("translations.de.name", "invisible")}
    assert faults({"de": {"name": "a\0b"}}) == {
        ("translations.de.name", "null_characters_not_allowed")
    }
    assert faults({"de": {"colour": "blau"}}) == {("translations.de.colour", "unknown")}
    assert said() == {}
