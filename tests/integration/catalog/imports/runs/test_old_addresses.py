"""New products and categories of a file get no address that was another's."""

from __future__ import annotations

from catalog.models import Category, Product


def test_an_import_gives_no_old_address_to_another(make_product, imported) -> None:
    make_product(slug="round-vase")
    Product.objects.update(slug="tall-vase")

    imported("sku,name,category,price\nN-1,Round vase,Vases,5\n")

    assert Product.objects.get(sku="N-1").slug == "round-vase-n-1"


def test_a_new_category_of_an_import_neither(make_product, imported) -> None:
    Category.objects.create(name="Cups", slug="mugs")
    Category.objects.filter(slug="mugs").update(slug="cups")

    imported("sku,name,category,price\nN-1,Round vase,Mugs,5\n")

    assert Category.objects.get(name="Mugs").slug == "mugs-2"
