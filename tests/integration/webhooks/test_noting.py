"""Whoever changes something, by whichever statement: the database notes it for those who listen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import F

from catalog.models import ImportRun, Product, ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.spaces.lifecycle import activate
from tests.factories import (
    EmbeddingSpaceFactory,
    EndpointFactory,
    ImageEmbeddingFactory,
    ImportRunFactory,
    PictureFactory,
    ProductFactory,
)
from webhooks.models import Note

pytestmark = pytest.mark.django_db


def noted() -> list[tuple[str, int, object]]:
    """What was noted since the last look: event, id, fields."""
    notes = [(note.event, note.subject, note.detail) for note in Note.objects.order_by("pk")]
    Note.objects.all().delete()
    return notes


@pytest.fixture
def product() -> Product:
    return ProductFactory.create(pictures=["red"])


@pytest.fixture
def listener(product: Product):
    return EndpointFactory.create()


def test_a_product_is_noted_from_its_first_to_its_last_statement(listener) -> None:
    product = ProductFactory.create(sku="NEW")
    assert noted() == [("product.created", product.pk, {})]
    product.name, product.price = "Other", 7
    product.save()
    fields = {"fields": ["name", "price"]}
    assert noted() == [("product.changed", product.pk, fields)]
    product.save()  # nothing but its time has changed
    assert noted() == []
    product.stock -= 1
    product.save()
    assert noted() == [("stock.changed", product.pk, {})]
    pk = product.pk
    product.delete()
    assert noted() == [("product.deleted", pk, {"sku": "NEW", "slug": product.slug})]


def test_statements_about_many_rows_miss_none(listener, product) -> None:
    others = [ProductFactory.create() for _ in range(3)]
    noted()
    Product.objects.exclude(pk=product.pk).update(stock=F("stock") + 1)
    # In the order in which the statement met them, which is that of the table's pages.
    by_product = sorted(noted(), key=lambda note: note[1])
    assert by_product == [("stock.changed", each.pk, {}) for each in others]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_product SET brand = 'Acme', stock = 0 WHERE id = %s", [product.pk]
        )
    assert noted() == [
        ("product.changed", product.pk, {"fields": ["brand"]}),
        ("stock.changed", product.pk, {}),
    ]
    Product.objects.bulk_update([Product(pk=product.pk, family="F")], ["family"])
    assert noted() == [("product.changed", product.pk, {"fields": ["family"]})]
    category = product.category
    category.name = "Other"
    category.save()  # its products keep its name for the search
    assert noted() == []


def test_pictures_are_changes_of_their_product_and_work_on_them_is_none(listener, product) -> None:
    of_pictures = ("product.changed", product.pk, {"fields": ["pictures"]})
    PictureFactory.create(product=product, colour="blue")
    assert noted() == [of_pictures]
    ProductImage.objects.update(is_examined=True)
    assert noted() == []
    ProductImage.objects.update(alt="seen from above")
    assert noted() == [of_pictures]
    ProductImage.objects.filter(product=product).first().delete()
    assert noted() == [of_pictures]


def test_embeddings_are_noted_in_the_live_space_alone(listener, product) -> None:
    live, other = EmbeddingSpaceFactory.create(), EmbeddingSpaceFactory.create()
    noted()
    image = product.images.get()
    ready = ImageEmbeddingFactory.create(image=image, space=live)
    ImageEmbeddingFactory.create(image=image, space=other)
    assert noted() == [("embedding.ready", product.pk, {"picture": image.pk, "error": ""})]
    rows = ImageEmbedding.objects.filter(pk=ready.pk)
    rows.update(state="pending", vector=None, claim="somebody")
    assert noted() == []
    rows.update(state="failed", error="It is no picture.")
    detail = {"picture": image.pk, "error": "It is no picture."}
    assert noted() == [("embedding.failed", product.pk, detail)]
    other.embeddings.update(claim="somebody")
    activate(other)
    assert noted() == [("space.activated", other.pk, {})]
    assert EmbeddingSpace.objects.live() == other


def test_an_import_is_noted_once_it_has_ended(listener) -> None:
    run = ImportRunFactory.create(state=ImportRun.State.APPLYING)
    run.cursor = 3
    run.save()
    assert noted() == []
    run.state = ImportRun.State.APPLIED
    run.save()
    assert noted() == [("import.finished", run.pk, {})]


def test_where_nobody_listens_nothing_is_written_and_a_statement_asks_once(product) -> None:
    """Whoever is paused does not listen, nor who wants to know something else."""
    EndpointFactory.create(is_paused=True)
    EndpointFactory.create(events=["import.finished"])
    for _ in range(5):
        ProductFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, TIMING OFF) UPDATE catalog_product SET stock = stock + 1")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Trigger webhooks_product_changed: calls=1" in plan
    assert "rows=6" in plan
    assert noted() == []
    ImageEmbeddingFactory.create(image=product.images.get())
    assert noted() == []
