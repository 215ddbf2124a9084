"""What a file's columns mean is shown in words, corrected by lists, and kept for the next one."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from backoffice.imports.recognised.meanings import in_words
from catalog.imports.formats import FORMATS
from catalog.imports.models import ImportRun
from tests.factories import CategoryFactory
from tests.integration.backoffice.imports.conftest import address

pytestmark = pytest.mark.django_db


def fields_of(client: Client, run: ImportRun) -> dict[str, object]:
    """The form as a browser would send it."""
    return filled(client.get(address("columns", run)).context)


def filled(context) -> dict[str, object]:
    fields = [*context["reading_form"], *context["columns_form"]]
    values = {field.name: field.value() for field in fields}
    return {name: "" if value is None else value for name, value in values.items()}


def test_format_encoding_and_marks_are_shown(admin_client: Client, send) -> None:
    run = send("sku;name;price\nA-1;Vase;12,50\n")
    page = unescape(admin_client.get(address("columns", run)).content.decode())
    for chosen in ("Semicolon: a;b", "Unicode (UTF-8)", "Comma: 1.234,50"):
        assert f"selected>{chosen}</option>" in page
    assert "12,50" in page


def test_an_open_decimal_mark_is_said(admin_client: Client, send) -> None:
    doubt = "The prices leave open"
    open_mark, clear = send('sku,price\nA-1,"1,234"\n'), send("sku,price\nA-1,1.20\n")
    assert doubt in admin_client.get(address("columns", open_mark)).content.decode()
    assert doubt not in admin_client.get(address("columns", clear)).content.decode()


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_every_meaning_has_words(each) -> None:
    names = {f"Option{n} {part}" for n in (1, 2, 3) for part in ("Name", "Value")}
    names |= {"Attribute 1 name", "Attribute 1 value(s)"}
    numbered = set(each.map_columns(sorted(names)).values())
    meanings = {*each.meanings, *numbered}
    unworded = {
        meaning
        for meaning in meanings
        if not meaning.startswith("attribute:") and in_words(meaning) == meaning
    }
    assert unworded == set()


def test_columns_are_given_another_meaning_and_it_is_kept(admin_client: Client, send) -> None:
    text = "code,what,EK\nA-1,Vase,3.00\n"
    run = send(text)
    sent = fields_of(admin_client, run) | {
        **{"meaning-0": "sku", "meaning-1": "name", "meaning-2": "attribute"},
        **{"attribute-2": "cost", "_save": "1"},
    }
    assert admin_client.post(address("columns", run), sent).status_code == 302
    run.refresh_from_db()
    assert run.mapping["columns"] == {"code": "sku", "what": "name", "EK": "attribute:cost"}
    assert send(text).mapping["columns"] == run.mapping["columns"]


def test_the_category_of_products_without_one_can_be_taken_back(admin_client: Client, send) -> None:
    run, category = send("sku,name\nA-1,Vase\n"), CategoryFactory.create()
    for chosen in (category, None):
        pk = chosen.pk if chosen else ""
        sent = fields_of(admin_client, run) | {"category": pk, "_save": "1"}
        assert admin_client.post(address("columns", run), sent).status_code == 302
        run.refresh_from_db()
        assert run.category == chosen


def test_without_a_sku_it_is_refused_in_a_sentence(admin_client: Client, send) -> None:
    run = send("code,what\nA-1,Vase\n")
    page = admin_client.post(
        address("columns", run),
        fields_of(admin_client, run) | {"meaning-0": "ignore", "meaning-1": "name", "_check": "1"},
    )
    assert page.status_code == 200
    assert "Say which column holds the SKU" in page.content.decode()
    run.refresh_from_db()
    assert run.state == "recognised"


def test_an_attribute_needs_a_name(admin_client: Client, send) -> None:
    run = send("sku,what\nA-1,Vase\n")
    sent = fields_of(admin_client, run) | {"meaning-1": "attribute", "attribute-1": " "}
    page = admin_client.post(address("columns", run), sent)
    assert "Give the attribute a name." in page.content.decode()


def test_read_again_shows_other_columns_and_keeps_nothing(admin_client: Client, send) -> None:
    run = send("code;name,price\nA-1;Vase,3\n")
    sent = fields_of(admin_client, run) | {"encoding": "cp1252", "delimiter": ";", "_read": "1"}
    page = admin_client.post(address("columns", run), sent)
    assert [column.name for column in page.context["columns_form"].columns()] == [
        "code",
        "name,price",
    ]
    kept = ImportRun.objects.get(pk=run.pk)
    assert kept.reading["delimiter"] == ","

    sent = filled(page.context) | {"meaning-0": "sku", "_save": "1"}
    assert admin_client.post(address("columns", run), sent).status_code == 302
    run.refresh_from_db()
    assert (run.reading["delimiter"], run.reading["encoding"]) == (";", "cp1252")
    assert run.mapping["columns"]["code"] == "sku"


def test_columns_of_another_reading_are_not_kept_unseen(admin_client: Client, send) -> None:
    run = send("sku;name,price\nA-1;Vase,3\n")
    sent = fields_of(admin_client, run) | {"delimiter": ";", "_check": "1"}
    page = admin_client.post(address("columns", run), sent)
    assert "Nothing has been kept yet." in page.content.decode()
    run.refresh_from_db()
    assert (run.state, run.reading["delimiter"]) == ("recognised", ",")


def test_another_format_reads_its_own_columns(admin_client: Client, send) -> None:
    run = send("Handle,Title,Variant SKU,Variant Price\nvase,Vase,A-1,3\n")
    assert run.mapping["format"] == "shopify"
    sent = fields_of(admin_client, run) | {"format": "vitrine", "_read": "1"}
    page = admin_client.post(address("columns", run), sent)
    sent = filled(page.context) | {"meaning-2": "sku", "_check": "1"}
    answer = admin_client.post(address("columns", run), sent)
    assert answer["Location"] == address("change", run)
    run.refresh_from_db()
    assert (run.mapping["format"], run.state) == ("vitrine", "checking")


def test_once_something_is_in_the_shop_columns_stay(
    admin_client: Client, checked, work_off
) -> None:
    admin_client.post(address("apply", checked))
    work_off()
    answer = admin_client.get(address("columns", checked))
    assert answer["Location"] == address("change", checked)
