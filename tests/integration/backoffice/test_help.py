"""Words of the field are explained where they stand, and empty lists lead on."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from backoffice.help.empty_states import STATES
from backoffice.help.glossary import TERMS
from tests.factories import StaffFactory

LIST = "admin:catalog_product_changelist"


def test_every_word_is_one_sentence_and_every_list_names_words_that_there_are() -> None:
    for term in TERMS.values():
        assert str(term.meaning).endswith(".")
        assert ". " not in str(term.meaning)
    named = {
        name
        for model_admin in admin.site._registry.values()
        for name in getattr(model_admin, "glossary", ())
    }
    assert named
    assert named <= TERMS.keys()


def test_a_word_opens_by_itself_without_a_script() -> None:
    shown = Template('{% load glossary %}{% term "recall" %}').render(Context())

    assert shown.startswith('<details class="term"><summary aria-label="What is “recall”?">')
    assert str(TERMS["recall"].meaning) in shown


def test_an_empty_list_leads_on_as_far_as_one_may_go(client: Client, admin_client: Client) -> None:
    add = f'href="{reverse("admin:catalog_importrun_add")}"'
    page = admin_client.get(reverse(LIST)).content.decode()
    assert "The shop has no products yet" in page
    assert f'<a class="button" {add}' in page

    client.force_login(StaffFactory.create(permissions=["view_product"]))
    page = client.get(reverse(LIST)).content.decode()
    assert "The shop has no products yet" in page
    assert add not in page


@pytest.mark.parametrize("query", [{"q": "zzz"}, {"is_published__exact": 0}])
def test_a_list_that_was_narrowed_to_nothing_says_so(admin_client, make_product, query) -> None:
    make_product()

    page = admin_client.get(reverse(LIST), query).content.decode()

    assert "Nothing here is as you asked." in page
    assert "no products yet" not in page


def test_what_an_empty_list_leads_to_is_there(db) -> None:
    for state in STATES.values():
        for way in state.ways:
            assert reverse(way.address)
