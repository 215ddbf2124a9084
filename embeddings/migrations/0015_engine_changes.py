"""The database notes which pictures an engine has not as they are; only where one is followed."""

from django.db import migrations

# For each row, and only where a vector comes, changes or goes: claims, leases and attempts set none of these columns
# and do not even call the function.
EMBEDDINGS = """
CREATE FUNCTION embeddings_note_embedding() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    picture bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.image_id ELSE NEW.image_id END;
    of_space bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.space_id ELSE NEW.space_id END;
BEGIN
    INSERT INTO embeddings_storechange (followed_id, image_id)
    SELECT id, picture FROM embeddings_followedspace WHERE space_id = of_space;
    RETURN NULL;
END $$;

CREATE TRIGGER embeddings_vector_added AFTER INSERT ON embeddings_imageembedding
FOR EACH ROW WHEN (NEW.state = 'ready') EXECUTE FUNCTION embeddings_note_embedding();

CREATE TRIGGER embeddings_vector_changed
AFTER UPDATE OF state, vector, product_id ON embeddings_imageembedding
FOR EACH ROW WHEN (OLD.state = 'ready' OR NEW.state = 'ready')
EXECUTE FUNCTION embeddings_note_embedding();

CREATE TRIGGER embeddings_vector_deleted AFTER DELETE ON embeddings_imageembedding
FOR EACH ROW WHEN (OLD.state = 'ready') EXECUTE FUNCTION embeddings_note_embedding();
"""

# After each statement, as webhooks note products, whose transition tables this one shares: an update of 500 products
# asks once whether anybody follows. The columns are those of an entry (embeddings/index/external/store.py). Deleted
# products take their embeddings with them, and new ones have none.
PRODUCTS = """
CREATE FUNCTION embeddings_note_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM embeddings_followedspace) THEN
        RETURN NULL;
    END IF;
    INSERT INTO embeddings_storechange (followed_id, image_id)
    SELECT followed.id, embedding.image_id
    FROM rows_after AS after JOIN rows_before AS before ON before.id = after.id
    JOIN embeddings_imageembedding embedding
        ON embedding.product_id = after.id AND embedding.state = 'ready'
    JOIN embeddings_followedspace followed ON followed.space_id = embedding.space_id
    WHERE (after.category_id, after.brand, after.price, after.stock, after.is_published, after.attributes)
        IS DISTINCT FROM
        (before.category_id, before.brand, before.price, before.stock, before.is_published, before.attributes);
    RETURN NULL;
END $$;

CREATE TRIGGER embeddings_product_changed AFTER UPDATE ON catalog_product
REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
FOR EACH STATEMENT EXECUTE FUNCTION embeddings_note_products();
"""

# UNION drops what was there before, so a ring that somehow came to be ends the walk.
CATEGORIES = """
CREATE FUNCTION embeddings_note_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO embeddings_storechange (followed_id, image_id)
    WITH RECURSIVE moved (id) AS (
        SELECT NEW.id
        UNION
        SELECT child.id FROM catalog_category child JOIN moved ON child.parent_id = moved.id
    )
    SELECT followed.id, embedding.image_id
    FROM embeddings_followedspace followed CROSS JOIN moved
    JOIN catalog_product product ON product.category_id = moved.id
    JOIN embeddings_imageembedding embedding
        ON embedding.product_id = product.id AND embedding.space_id = followed.space_id
        AND embedding.state = 'ready';
    RETURN NULL;
END $$;

CREATE TRIGGER embeddings_category_moved AFTER UPDATE OF parent_id ON catalog_category
FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id)
EXECUTE FUNCTION embeddings_note_category();
"""

# The functions find their tables wherever a session looks, for pg_restore looks into no schema.
SEARCH_PATH = """
DO $$ DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'embeddings_note_embedding', 'embeddings_note_products', 'embeddings_note_category'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', name, current_schema());
    END LOOP;
END $$;
"""

UNDO = """
DROP FUNCTION embeddings_note_category() CASCADE;
DROP FUNCTION embeddings_note_products() CASCADE;
DROP FUNCTION embeddings_note_embedding() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0031_translated_words'),
        ('embeddings', '0014_engines'),
    ]

    operations = [migrations.RunSQL(EMBEDDINGS + PRODUCTS + CATEGORIES + SEARCH_PATH, UNDO)]
