"""Big categories have an index of their own; the database notes which products stand there as they were."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

# For each row, and only where a vector comes, changes or goes, as in 0015. A picture that went to another product
# concerns both.
EMBEDDINGS = """
CREATE FUNCTION embeddings_note_filing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_space bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.space_id ELSE NEW.space_id END;
BEGIN
    IF NOT EXISTS (SELECT FROM embeddings_categoryindex WHERE space_id = of_space) THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO embeddings_categoryindexchange (product_id) VALUES (NEW.product_id);
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.product_id <> NEW.product_id THEN
        INSERT INTO embeddings_categoryindexchange (product_id) VALUES (OLD.product_id);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER embeddings_filed_added AFTER INSERT ON embeddings_imageembedding
FOR EACH ROW WHEN (NEW.state = 'ready') EXECUTE FUNCTION embeddings_note_filing();

CREATE TRIGGER embeddings_filed_changed
AFTER UPDATE OF state, vector, product_id ON embeddings_imageembedding
FOR EACH ROW WHEN (OLD.state = 'ready' OR NEW.state = 'ready')
EXECUTE FUNCTION embeddings_note_filing();

CREATE TRIGGER embeddings_filed_deleted AFTER DELETE ON embeddings_imageembedding
FOR EACH ROW WHEN (OLD.state = 'ready') EXECUTE FUNCTION embeddings_note_filing();
"""

# Of a product only its category counts: all else is asked of the product itself by each search.
PRODUCTS = """
CREATE FUNCTION embeddings_note_filed_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO embeddings_categoryindexchange (product_id)
    SELECT NEW.id WHERE EXISTS (SELECT FROM embeddings_categoryindex);
    RETURN NULL;
END $$;

CREATE TRIGGER embeddings_filed_product AFTER UPDATE OF category_id ON catalog_product
FOR EACH ROW WHEN (OLD.category_id IS DISTINCT FROM NEW.category_id)
EXECUTE FUNCTION embeddings_note_filed_product();
"""

# UNION drops what was there before, so a ring that somehow came to be ends the walk.
CATEGORIES = """
CREATE FUNCTION embeddings_note_filed_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM embeddings_categoryindex) THEN
        RETURN NULL;
    END IF;
    INSERT INTO embeddings_categoryindexchange (product_id)
    WITH RECURSIVE moved (id) AS (
        SELECT NEW.id
        UNION
        SELECT child.id FROM catalog_category child JOIN moved ON child.parent_id = moved.id
    )
    SELECT product.id FROM moved JOIN catalog_product product ON product.category_id = moved.id;
    RETURN NULL;
END $$;

CREATE TRIGGER embeddings_filed_category AFTER UPDATE OF parent_id ON catalog_category
FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id)
EXECUTE FUNCTION embeddings_note_filed_category();
"""

# The functions find their tables wherever a session looks, for pg_restore looks into no schema.
SEARCH_PATH = """
DO $$ DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'embeddings_note_filing', 'embeddings_note_filed_product', 'embeddings_note_filed_category'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', name, current_schema());
    END LOOP;
END $$;
"""

UNDO = """
DROP FUNCTION embeddings_note_filed_category() CASCADE;
DROP FUNCTION embeddings_note_filed_product() CASCADE;
DROP FUNCTION embeddings_note_filing() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0032_visible_names'),
        ('embeddings', '0016_tried_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='CategoryIndexChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product_id', models.BigIntegerField(help_text='The product may be gone.')),
                ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='CategoryIndex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category_id', models.BigIntegerField(help_text='The category may be gone.')),
                ('pictures', models.PositiveIntegerField(default=0, help_text='As many as it was filled with.')),
                ('filled_at', models.DateTimeField(help_text='Searches may use it since then.', null=True)),
                ('given_up_at', models.DateTimeField(help_text='No search uses it any more.', null=True)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='category_indexes', to='embeddings.embeddingspace')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.RunSQL(EMBEDDINGS + PRODUCTS + CATEGORIES + SEARCH_PATH, UNDO),
    ]
