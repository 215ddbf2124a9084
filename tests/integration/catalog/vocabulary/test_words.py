"""The catalogue's own words: collected with products, counted and forgotten by a worker."""

from __future__ import annotations

import pytest

from catalog.categories.renaming import rename_in_products
from catalog.models import Category, Product, Word
from catalog.search.finding import understand
from catalog.vocabulary.counting import count_words
from catalog.vocabulary.near import near_words
from tests.factories import CategoryFactory


def test_words_come_with_products_and_go_when_nothing_says_them(make_product) -> None:
    make_product(name="Crème T-shirt", attributes={"size": 12}, brand="Ada")
    draft = make_product(name="Secret", is_published=False)
    said = set(Word.objects.values_list("word", "shown"))
    assert {("creme", "crème"), ("shirt", "shirt"), ("tshirt", "tshirt"), ("ada", "ada")} <= said
    assert not {"secret", "12"} & {word for word, _ in said}

    draft.is_published = True
    draft.save()
    assert Word.objects.filter(word="secret").exists()

    Word.objects.create(word="ada", shown="ada", stem="ada")  # two products saved at once
    Product.objects.filter(pk=draft.pk).delete()
    make_product(name="Crème bowl")
    count_words()
    assert not Word.objects.filter(word="secret").exists()
    assert Word.objects.get(word="ada").products == 1
    assert Word.objects.get(word="creme").products == 2


def test_the_nearest_word_of_more_products_is_meant(make_product) -> None:
    for name in ("Cushion", "Cousin portrait", "Cushion cover"):
        make_product(name=name)
    count_words()
    near = near_words(["cushin", "cusion", "zebra", "cu"])
    assert [word.word for word in near["cushin"]] == ["cushion"]
    assert [word.word for word in near["cusion"]] == ["cushion"]
    assert set(near) == {"cushin", "cusion"}


@pytest.mark.parametrize("typed", ["chiar", "hcair", "chairr", "chir", "schair", "cheir"])
def test_one_slip_of_five_letters_is_forgiven(make_product, typed) -> None:
    make_product(name="Chair")
    assert understand(typed).words == "chair"


def test_a_large_category_is_renamed_step_by_step(make_product) -> None:
    category = CategoryFactory.create(slug="many", name="Chairs")
    first = make_product(category=category)
    Product.objects.bulk_create(
        Product(sku=f"N{n}", slug=f"n{n}", name="Alba", category=category, price=1)
        for n in range(1_001)
    )
    category.name = "Stools"
    category.save()
    assert len(Product.objects.matching("stools")) == 0
    assert rename_in_products() == 1_002
    assert len(Product.objects.matching("stools")) == 1_002
    assert not Category.objects.filter(words_due=True).exists()
    assert rename_in_products() == 0
    first.refresh_from_db()
    assert first.category_words == "Stools "
