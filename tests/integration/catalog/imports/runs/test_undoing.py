"""An import taken back, row by row, and not over what somebody changed since."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.imports import runs
from catalog.imports.models import ImportedPicture, ImportRun
from catalog.models import Category, Product, ProductImage
from tests.factories import ProductFactory
from tests.integration.catalog.imports.runs.test_pictures_of_runs import archive, jpeg

pytestmark = pytest.mark.django_db(transaction=True)

FILE = "sku,name,price,category,attribute:colour\nA-1,Vase,12.50,Home > Vases,blue\n"


def own_values() -> dict[str, object]:
    """All of the only product but what changes with every save."""
    values = Product.objects.values().get().items()
    return {name: value for name, value in values if name not in ("updated_at", "search")}


def undone(run: ImportRun, finish) -> ImportRun:
    runs.undo(run)
    return finish(run)


def test_what_was_made_goes_with_its_categories(imported, finish) -> None:
    run = undone(imported(FILE), finish)
    assert run.state == ImportRun.State.UNDONE
    assert not Product.objects.exists()
    assert not Category.objects.exists()
    assert run.counts["undone"] == 1
    assert run.rows.get().is_undone


def test_what_was_changed_is_as_it_was(imported, finish) -> None:
    product = ProductFactory.create(
        sku="A-1", name="Old", price="1.00", attributes={"colour": "red", "size": 3}
    )
    before = own_values()
    run = imported(FILE)
    assert Product.objects.get().name == "Vase"
    undone(run, finish)
    assert own_values() == before
    assert Category.objects.get() == product.category


def test_rows_that_somebody_changed_since_stay(imported, finish) -> None:
    run = imported("sku,name,price,category\nA-1,Vase,5,X\nA-2,Jug,6,X\n")
    Product.objects.filter(sku="A-1").update(price=7)
    undone(run, finish)
    assert Product.objects.get().sku == "A-1"
    kept = run.rows.get(sku="A-1")
    assert not kept.is_undone
    assert "price" in kept.why_not_undone
    assert run.counts["not_undone"] == 1
    assert Category.objects.count() == 1
    Product.objects.update(price=5)
    undone(run, finish)
    assert not Product.objects.exists()
    assert not Category.objects.exists()
    assert run.counts["not_undone"] == 0
    with pytest.raises(runs.WrongStateError):
        runs.undo(run)


def test_a_later_import_counts_as_somebody(imported, finish) -> None:
    ProductFactory.create(sku="A-1", price="1.00")
    first = imported("sku,price\nA-1,2.00\n")
    second = imported("sku,price\nA-1,3.00\n")
    undone(first, finish)
    assert Product.objects.get().price == Decimal("3.00")
    undone(second, finish)
    assert Product.objects.get().price == Decimal("2.00")


def test_pictures_come_back(imported, finish) -> None:
    text = "sku,name,category,pictures,picture descriptions\nA-1,Vase,X,{},{}\n"
    files = {"red": jpeg("red"), "blue": jpeg("blue", "rectangle"), "gold": jpeg("gold")}
    imported(text.format("red.jpg|blue.jpg", "Red|Blue"), pictures=archive(**files))
    before = [(each.alt, each.sha256) for each in Product.objects.get().images.all()]
    files["red"] = jpeg("navy", "rectangle")
    run = imported(text.format("gold.jpg|red.jpg", "Gold|Ruby"), pictures=archive(**files))
    assert [each.alt for each in Product.objects.get().images.all()] == ["Gold", "Ruby"]
    undone(run, finish)
    assert run.counts["undone"] == 1, run.rows.get().why_not_undone
    assert [(each.alt, each.sha256) for each in Product.objects.get().images.all()] == before
    # And the next import does not take what was undone for something that staff deleted.
    imported(text.format("gold.jpg|red.jpg", "Gold|Ruby"), pictures=archive(**files))
    assert [each.alt for each in Product.objects.get().images.all()] == ["Gold", "Ruby"]
    assert ImportedPicture.objects.filter(image=None).count() == 0


def test_new_product_with_a_picture_of_staff_stays(imported, finish) -> None:
    text = "sku,name,category,pictures\nA-1,Vase,X,red.jpg\n"
    run = imported(text, pictures=archive(red=jpeg("red")))
    ProductImage.objects.update(sha256="0" * 64)
    undone(run, finish)
    assert "pictures" in run.rows.get().why_not_undone
    assert Product.objects.exists()


def test_texts_in_other_languages_come_in_and_are_taken_back(imported, finish) -> None:
    said = {"de": {"name": "Vase", "description": "Blau."}, "ar": {"name": "مزهرية"}}
    ProductFactory.create(sku="A-1", translations=said)
    before = own_values()

    run = imported("sku,name (de),name (ar),description (ar)\nA-1,Blaue Vase,,أزرق\n")

    assert run.rows.get().changes == {
        "name:de": ["Vase", "Blaue Vase"],
        "name:ar": ["مزهرية", ""],
        "description:ar": ["", "أزرق"],
    }
    assert Product.objects.get().translations == {
        "de": {"name": "Blaue Vase", "description": "Blau."},
        "ar": {"description": "أزرق"},
    }
    undone(run, finish)
    assert own_values() == before


def test_a_text_that_somebody_changed_since_stays(imported, finish) -> None:
    run = imported("sku,name,category,name (de)\nA-1,Vase,X,Blaue Vase\n")
    assert Product.objects.get().translations == {"de": {"name": "Blaue Vase"}}
    Product.objects.update(translations={"de": {"name": "Vase, blau"}})
    undone(run, finish)
    assert "name:de" in run.rows.get().why_not_undone
