"""Rows that are restored while triggers are on, by a session that looks into no schema."""

from __future__ import annotations

import pytest
from django.db import connection

from catalog.models import OldAddress, Word
from tests.factories import (
    EmbeddingSpaceFactory,
    EndpointFactory,
    ImageEmbeddingFactory,
    ImportRunFactory,
    ProductFactory,
)
from webhooks.models import Note

pytestmark = pytest.mark.django_db

# What every trigger of the shop hears of, as the rows of a copy would come.
STATEMENTS = """
UPDATE public.catalog_category SET name = 'Bowls', slug = 'bowls';
INSERT INTO public.embeddings_categoryindex (space_id, category_id, pictures)
SELECT space.id, category.id, 0
FROM public.embeddings_embeddingspace space, public.catalog_category category;
INSERT INTO public.catalog_category (name, slug, description, position, translations)
VALUES ('Table', 'table', '', 0, '{}');
UPDATE public.catalog_category SET parent_id = (
    SELECT id FROM public.catalog_category WHERE slug = 'table'
) WHERE slug = 'bowls';
UPDATE public.catalog_category SET parent_id = NULL WHERE slug = 'bowls';
UPDATE public.catalog_product SET category_id = (
    SELECT id FROM public.catalog_category WHERE slug = 'table'
);
UPDATE public.catalog_product SET category_id = (
    SELECT id FROM public.catalog_category WHERE slug = 'bowls'
);
UPDATE public.catalog_product SET name = 'Thé chair', slug = 'the-chair', stock = stock + 1;
INSERT INTO public.catalog_product (sku, sku_folded, slug, name, description, brand, family,
    attributes, price, stock, is_published, category_id, created_at, updated_at)
SELECT 'NEW', 'new', 'new', 'Brocade', '', '', '', '{}', 1, 1, true, category_id, now(), now()
FROM public.catalog_product;
DELETE FROM public.catalog_product WHERE sku = 'NEW';
UPDATE public.catalog_productimage SET alt = 'red';
UPDATE public.embeddings_imageembedding SET state = 'failed';
UPDATE public.embeddings_embeddingspace SET state = 'ready';
UPDATE public.embeddings_embeddingspace SET state = 'live';
UPDATE public.catalog_importrun SET state = 'applied';
"""
HEARD = {
    *("catalog_keep_address", "catalog_learn_words", "catalog_mark_state", "catalog_name_category"),
    *("catalog_rename_category", "webhooks_note_pictures", "webhooks_note_products"),
    *("webhooks_note_work", "embeddings_note_products", "embeddings_note_embedding"),
    *("embeddings_note_category", "embeddings_note_filing", "embeddings_note_filed_product"),
    "embeddings_note_filed_category",
}


def test_every_trigger_finds_its_tables() -> None:
    product = ProductFactory.create(pictures=["red"])
    image, space = product.images.get(), EmbeddingSpaceFactory.create(state="live")
    ImageEmbeddingFactory.create(image=image, space=space, state="pending", vector=None)
    ImportRunFactory.create(state="applying")
    EndpointFactory.create()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT proname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
            WHERE NOT tgisinternal
            """
        )
        assert {name for (name,) in cursor.fetchall()} == HEARD
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute(STATEMENTS)
        cursor.execute("SET LOCAL search_path = public")

    told = ["product.changed", "stock.changed", "product.created", "product.deleted"]
    told += ["product.changed", "embedding.failed", "space.activated", "import.finished"]
    assert list(Note.objects.order_by("pk").values_list("event", flat=True))[-8:] == told
    assert OldAddress.objects.count() == 2
    product.refresh_from_db()
    assert product.category_words.strip() == "Bowls"
    assert Word.objects.filter(word="brocade").exists()
