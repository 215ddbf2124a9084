"""Who renames or moves a category waits for nobody who is changing its products, or a category below.

It used to lock products in the order in which they lie, and so deadlocked with an import or a bulk edit.
"""

from django.db import migrations

# Products that others hold are left to a worker, as are those of a large category. Only the categories that were
# changed are marked, whose rows the statement holds already: it waits for no lock, so it cannot be in a deadlock.
RENAME = """
CREATE OR REPLACE FUNCTION catalog_rename_category() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
    below bigint[];
    few bigint[];
    free bigint[];
BEGIN
    SELECT array_agg(id) INTO changed FROM rows_after AS after JOIN rows_before AS before USING (id)
    WHERE (after.name, after.parent_id, after.translations)
        IS DISTINCT FROM (before.name, before.parent_id, before.translations);
    IF changed IS NULL THEN
        RETURN NULL;
    END IF;
    WITH RECURSIVE subtree (id) AS (
        SELECT unnest(changed)
        UNION
        SELECT child.id FROM {schema}.catalog_category child JOIN subtree ON child.parent_id = subtree.id
    )
    SELECT array_agg(id) INTO below FROM subtree;
    few := ARRAY(SELECT id FROM {schema}.catalog_product WHERE category_id = ANY(below) LIMIT 1001);
    IF cardinality(few) <= 1000 THEN
        free := ARRAY(
            SELECT id FROM {schema}.catalog_product WHERE id = ANY(few) FOR NO KEY UPDATE SKIP LOCKED
        );
        UPDATE {schema}.catalog_product SET category_words = '' WHERE id = ANY(free);
    END IF;
    IF free IS NULL OR cardinality(free) < cardinality(few) THEN
        UPDATE {schema}.catalog_category SET words_due = true WHERE id = ANY(changed);
    END IF;
    RETURN NULL;
END $$;
"""
WAITING = """
CREATE OR REPLACE FUNCTION catalog_rename_category() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    below bigint[];
BEGIN
    WITH RECURSIVE subtree (id) AS (
        SELECT id FROM rows_after AS after JOIN rows_before AS before USING (id)
        WHERE (after.name, after.parent_id, after.translations)
            IS DISTINCT FROM (before.name, before.parent_id, before.translations)
        UNION
        SELECT child.id FROM {schema}.catalog_category child JOIN subtree ON child.parent_id = subtree.id
    )
    SELECT array_agg(id) INTO below FROM subtree;
    IF below IS NULL THEN
        RETURN NULL;
    END IF;
    IF (SELECT count(*) FROM (
        SELECT FROM {schema}.catalog_product WHERE category_id = ANY(below) LIMIT 1001) AS few) <= 1000
    THEN
        UPDATE {schema}.catalog_product SET category_words = '' WHERE category_id = ANY(below);
    ELSE
        UPDATE {schema}.catalog_category SET words_due = true WHERE id = ANY(below);
    END IF;
    RETURN NULL;
END $$;
"""


def _run(statement):
    def run(apps, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_schema())")
            (schema,) = cursor.fetchone()
            cursor.execute(statement.replace("{schema}", schema))

    return run


class Migration(migrations.Migration):
    dependencies = [("catalog", "0032_visible_names")]

    operations = [migrations.RunPython(_run(RENAME), _run(WAITING))]
