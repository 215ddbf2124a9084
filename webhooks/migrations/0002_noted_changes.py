"""The database notes what changes, by whichever way it changes; only where somebody wants to know."""

from django.db import migrations

# After each statement and not for each row: an import of 500 products asks once whether anybody
# listens, and writes its notes by one statement. Columns are compared as JSON, so that those which
# a later version adds count without a word here.
PRODUCTS = """
CREATE FUNCTION webhooks_note_products() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    untold text[] := ARRAY[
        'id', 'stock', 'sku_folded', 'category_words', 'created_at', 'updated_at', 'publish_at', 'unpublish_at'
    ];
BEGIN
    IF NOT EXISTS (
        SELECT FROM webhooks_endpoint WHERE NOT is_paused AND events && ARRAY[
            'product.created', 'product.changed', 'product.deleted', 'stock.changed']::varchar[]
    ) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO webhooks_note (event, subject, detail)
        SELECT 'product.created', id, '{}' FROM rows_after;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO webhooks_note (event, subject, detail)
        SELECT 'product.deleted', id, jsonb_build_object('sku', sku, 'slug', slug) FROM rows_before;
    ELSE
        untold := untold || ARRAY(
            SELECT attname::text FROM pg_attribute WHERE attrelid = TG_RELID AND attgenerated <> ''
        );
        WITH changed AS (
            SELECT after.id, after.stock <> before.stock AS stock, ARRAY(
                SELECT key FROM jsonb_each(to_jsonb(after)) AS now_is
                JOIN jsonb_each(to_jsonb(before)) AS was USING (key)
                WHERE now_is.value <> was.value AND key <> ALL (untold)
            ) AS fields
            FROM rows_after AS after JOIN rows_before AS before USING (id)
        )
        INSERT INTO webhooks_note (event, subject, detail)
        SELECT 'product.changed', id, jsonb_build_object('fields', fields) FROM changed WHERE fields <> '{}'
        UNION ALL
        SELECT 'stock.changed', id, '{}' FROM changed WHERE stock;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER webhooks_product_created AFTER INSERT ON catalog_product
REFERENCING NEW TABLE AS rows_after
FOR EACH STATEMENT EXECUTE FUNCTION webhooks_note_products();

CREATE TRIGGER webhooks_product_changed AFTER UPDATE ON catalog_product
REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
FOR EACH STATEMENT EXECUTE FUNCTION webhooks_note_products();

CREATE TRIGGER webhooks_product_deleted AFTER DELETE ON catalog_product
REFERENCING OLD TABLE AS rows_before
FOR EACH STATEMENT EXECUTE FUNCTION webhooks_note_products();

CREATE FUNCTION webhooks_note_pictures() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told jsonb := '{"fields": ["pictures"]}';
BEGIN
    IF NOT EXISTS (
        SELECT FROM webhooks_endpoint WHERE NOT is_paused AND 'product.changed' = ANY (events)
    ) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO webhooks_note (event, subject, detail)
        SELECT DISTINCT 'product.changed', product_id, told FROM rows_after;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO webhooks_note (event, subject, detail)
        SELECT DISTINCT 'product.changed', product_id, told FROM rows_before;
    ELSE
        INSERT INTO webhooks_note (event, subject, detail)
        SELECT DISTINCT 'product.changed', side.product_id, told
        FROM rows_after AS after JOIN rows_before AS before USING (id)
        CROSS JOIN LATERAL (VALUES (after.product_id), (before.product_id)) AS side (product_id)
        WHERE (after.product_id, after.image, after.alt, after.position)
            <> (before.product_id, before.image, before.alt, before.position);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER webhooks_picture_added AFTER INSERT ON catalog_productimage
REFERENCING NEW TABLE AS rows_after
FOR EACH STATEMENT EXECUTE FUNCTION webhooks_note_pictures();

CREATE TRIGGER webhooks_picture_changed AFTER UPDATE ON catalog_productimage
REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
FOR EACH STATEMENT EXECUTE FUNCTION webhooks_note_pictures();

CREATE TRIGGER webhooks_picture_deleted AFTER DELETE ON catalog_productimage
REFERENCING OLD TABLE AS rows_before
FOR EACH STATEMENT EXECUTE FUNCTION webhooks_note_pictures();
"""

# For each row, and only where it comes to such a state: claims, leases and progress, which are most
# of the writes to these tables, do not even call the function.
WORK = """
CREATE FUNCTION webhooks_note_work() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told text := CASE TG_TABLE_NAME
        WHEN 'embeddings_imageembedding' THEN 'embedding.' || NEW.state
        WHEN 'embeddings_embeddingspace' THEN 'space.activated'
        ELSE 'import.finished'
    END;
BEGIN
    IF NOT EXISTS (SELECT FROM webhooks_endpoint WHERE NOT is_paused AND told = ANY (events)) THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME <> 'embeddings_imageembedding' THEN
        INSERT INTO webhooks_note (event, subject, detail) VALUES (told, NEW.id, '{}');
    ELSIF EXISTS (
        SELECT FROM embeddings_embeddingspace WHERE id = NEW.space_id AND state = 'live'
    ) THEN
        -- What is embedded in a space that nobody sees yet is told once, when it goes live.
        INSERT INTO webhooks_note (event, subject, detail)
        VALUES (told, NEW.product_id, jsonb_build_object('picture', NEW.image_id, 'error', NEW.error));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER webhooks_embedding_done AFTER UPDATE OF state ON embeddings_imageembedding
FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state IN ('ready', 'failed'))
EXECUTE FUNCTION webhooks_note_work();

CREATE TRIGGER webhooks_embedding_taken_over AFTER INSERT ON embeddings_imageembedding
FOR EACH ROW WHEN (NEW.state IN ('ready', 'failed')) EXECUTE FUNCTION webhooks_note_work();

CREATE TRIGGER webhooks_space_activated AFTER UPDATE OF state ON embeddings_embeddingspace
FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state = 'live')
EXECUTE FUNCTION webhooks_note_work();

CREATE TRIGGER webhooks_first_space AFTER INSERT ON embeddings_embeddingspace
FOR EACH ROW WHEN (NEW.state = 'live') EXECUTE FUNCTION webhooks_note_work();

CREATE TRIGGER webhooks_import_finished AFTER UPDATE OF state ON catalog_importrun
FOR EACH ROW WHEN (
    OLD.state <> NEW.state AND NEW.state IN ('applied', 'undone', 'cancelled', 'failed')
) EXECUTE FUNCTION webhooks_note_work();
"""

UNDO = """
DROP FUNCTION webhooks_note_work() CASCADE;
DROP FUNCTION webhooks_note_pictures() CASCADE;
DROP FUNCTION webhooks_note_products() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0018_timetable'),
        ('embeddings', '0013_built_at'),
        ('webhooks', '0001_initial'),
    ]

    operations = [migrations.RunSQL(PRODUCTS + WORK, UNDO)]
