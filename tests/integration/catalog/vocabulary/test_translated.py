"""Names and values of attributes are shown as staff have said them in the page's language."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import TranslatedWord
from tests.factories import ProductFactory

pytestmark = pytest.mark.django_db

ADD = "admin:catalog_translatedword_add"


def say(client: Client, word: str, text: str, language: str = "de"):
    return client.post(reverse(ADD), {"word": word, "language": language, "text": text})


def test_lists_and_product_pages_speak_the_language(admin_client: Client, client: Client) -> None:
    for word, text in (("Frame colour", "Rahmenfarbe"), ("RED", "rot"), ("small", "klein")):
        assert say(admin_client, word, text).status_code == 302
    for number, colour in enumerate(["red", "blue"] * 3):
        attributes = {"frame_colour": colour, "size": ["small", "large"], "washable": True}
        ProductFactory.create(sku=f"A-{number}", slug=f"a-{number}", attributes=attributes)

    page = client.get("/de/p/a-0/").content.decode()
    assert '<dt dir="auto">Rahmenfarbe</dt><dd dir="auto">rot</dd>' in page
    assert '<dd dir="auto" lang="en">klein, large</dd>' in page
    assert '<dd dir="auto">ja</dd>' in page

    listed = client.get("/de/c/vases/", {"attribute": "frame_colour:red"})
    (group,) = [each for each in listed.context["list"].groups if each.title == "Rahmenfarbe"]
    assert {each.label for each in group.options} == {"rot", "blue"}
    assert [chip.label for chip in listed.context["list"].chips] == ["Rahmenfarbe: rot"]

    assert "Rahmenfarbe" not in client.get("/p/a-0/").content.decode()


def test_a_word_has_one_translation_in_a_language(admin_client: Client) -> None:
    assert say(admin_client, "care_label", "Pflege").status_code == 302
    again = say(admin_client, " Care  label", "Etikett")
    assert "This word has a translation in this language." in again.content.decode()
    assert say(admin_client, "Care label", "عناية", "ar").status_code == 302
    assert say(admin_client, "Care label", "Soin", "fr").status_code == 200  # not offered
    word = TranslatedWord.objects.get(language="de")
    change = reverse("admin:catalog_translatedword_change", args=[word.pk])
    sent = {"word": "Wash", "language": "de", "text": "Pflege", "opened": ""}
    admin_client.post(change, sent)
    word.refresh_from_db()
    assert (word.word, word.folded) == ("Wash", "wash")
