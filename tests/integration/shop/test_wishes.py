"""Similar items of another look, on a product's page and beside a photo."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from catalog.models import Product
from embeddings.models import EmbeddingSpace, WordMap
from embeddings.photos import vector as photo_vectors
from embeddings.words.fitting import fit_words
from tests.builders.worded_shop import stock_worded_shop
from tests.photo_looks import told_of

PAGE = "/p/tray-red-2/"


@pytest.fixture
def worded(db) -> EmbeddingSpace:
    space = stock_worded_shop()
    fit_words(space)
    return space


def links(page: str) -> list[tuple[str, str]]:
    found = re.search(r'<nav class="wishes".*?</nav>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', found[0]) if found else []


def similar(page: str) -> list[str]:
    return re.findall(r'<a href="/p/([\w-]+)/"', page[page.index('id="similar"') :])


def test_a_product_page_leads_to_the_same_in_other_colours(worded) -> None:
    """In each colour but its own; sizes cannot be seen and are not offered."""
    page = Client().get(PAGE).content.decode()
    offered = links(page)
    assert {label for _, label in offered} == {"yellow", "green", "turquoise", "blue", "pink"}
    assert "Looks like this</h2>" in page
    assert 'name="robots"' not in page

    to_blue = next(address for address, label in offered if label == "blue")
    assert to_blue == "?but=colour%3Ablue#similar"
    wished = Client().get(PAGE, {"but": "colour:blue"}).content.decode()
    assert "Looks like this, but blue" in wished
    assert all(slug.startswith("tray-blue") for slug in similar(wished)[:4])
    assert 'content="noindex, follow"' in wished
    assert (f"{PAGE}#similar", "blue") in links(wished)


@pytest.mark.parametrize("but", ["nonsense", "colour:", "x" * 10_000, "a:b\0", "<b>:</b>"])
def test_nonsense_in_the_address_breaks_no_page(worded, but: str) -> None:
    answer = Client().get(PAGE, {"but": but})
    assert answer.status_code == 200
    assert "<b>:</b>" not in answer.content.decode()


def test_a_wish_that_cannot_be_met_is_told(worded) -> None:
    page = Client().get(PAGE, {"but": "colour:mauve"}).content.decode()
    assert "colour:mauve is no value that this shop" in page
    assert "Looks like this</h2>" in page
    assert similar(page)


def test_nothing_is_offered_before_words_are_learnt(worded) -> None:
    WordMap.objects.all().delete()
    assert links(Client().get(PAGE).content.decode()) == []


def test_words_beside_a_photo(worded, client, send_photo, picture, monkeypatch) -> None:
    """The photo is a red tray: in words it can be a green one; unknown words are told."""
    red = Product.objects.get(slug="tray-red-2").images.get().embeddings.get().vector
    monkeypatch.setattr(photo_vectors, "_ask_worker", lambda *args: told_of(red))
    address = send_photo(picture("red"))["Location"]

    page = client.get(address, {"words": "green zorblax"})

    found = [each.product.slug for each in page.context["search"].answer.results]
    assert all(slug.startswith("tray-green") for slug in found[:4])
    assert "Our shop does not know: zorblax." in page.content.decode()
    assert 'value="green zorblax"' in page.content.decode()

    offered = links(client.get(address, {"price_min": 1}).content.decode())
    assert ("?price_min=1&amp;but=colour%3Ablue", "blue") in offered
    wished = client.get(address, {"price_min": 1, "but": "colour:blue"})
    found = [each.product.slug for each in wished.context["search"].answer.results]
    assert all(slug.startswith("tray-blue") for slug in found[:4])
    assert 'name="but" value="colour:blue"' in wished.content.decode()  # filters keep the wish
    assert ("?price_min=1", "blue") in links(wished.content.decode())
    assert client.get(address, {"but": "colour:nonsense"}).status_code == 200


@pytest.mark.parametrize(
    ("words", "said"),
    [("zorblax", "knows none of these words"), ("x" * 500, "at most 200"), ("a\0", "Null char")],
)
def test_words_that_say_nothing_leave_the_photo(
    worded, client, send_photo, picture, monkeypatch, words: str, said: str
) -> None:
    red = Product.objects.get(slug="tray-red-2").images.get().embeddings.get().vector
    monkeypatch.setattr(photo_vectors, "_ask_worker", lambda *args: told_of(red))
    page = client.get(send_photo(picture("red"))["Location"], {"words": words})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert page.context["search"].answer.results[0].product.slug.startswith("tray-red")
