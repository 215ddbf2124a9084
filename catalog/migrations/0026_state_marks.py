"""Each statement that changes the catalogue leaves a mark, so that readers know whether it is as it was."""

from django.db import migrations, models

# After each statement that met a row, whatever it changed: to look closer would cost more than to count anew now
# and then. Rows are only added, so nobody waits for another. Of the old ones those go that nobody else is at.
FUNCTION = """
CREATE FUNCTION catalog_mark_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint;
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT FROM rows_met) THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO {schema}.catalog_statemark (of_pictures)
    VALUES (TG_TABLE_NAME = 'catalog_productimage') RETURNING id INTO own;
    IF own % 64 = 0 THEN
        DELETE FROM {schema}.catalog_statemark WHERE id IN (
            SELECT id FROM {schema}.catalog_statemark WHERE id <= own - 64 FOR UPDATE SKIP LOCKED
        );
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER {table}_mark_added AFTER INSERT ON {table}
REFERENCING NEW TABLE AS rows_met FOR EACH STATEMENT EXECUTE FUNCTION catalog_mark_state();

CREATE TRIGGER {table}_mark_changed AFTER UPDATE ON {table}
REFERENCING NEW TABLE AS rows_met FOR EACH STATEMENT EXECUTE FUNCTION catalog_mark_state();

CREATE TRIGGER {table}_mark_deleted AFTER DELETE ON {table}
REFERENCING OLD TABLE AS rows_met FOR EACH STATEMENT EXECUTE FUNCTION catalog_mark_state();

CREATE TRIGGER {table}_mark_emptied AFTER TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION catalog_mark_state();
"""
TABLES = ("catalog_product", "catalog_category", "catalog_productimage")


def _mark(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        cursor.execute(FUNCTION.replace("{schema}", schema))
        for table in TABLES:
            cursor.execute(TRIGGERS.replace("{table}", table))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0025_facet_index")]

    operations = [
        migrations.CreateModel(
            name="StateMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of_pictures", models.BooleanField()),
            ],
            options={"verbose_name": "mark of a change", "default_permissions": ()},
        ),
        migrations.RunPython(
            _mark,
            lambda apps, schema_editor: schema_editor.execute("DROP FUNCTION catalog_mark_state() CASCADE"),
        ),
    ]
