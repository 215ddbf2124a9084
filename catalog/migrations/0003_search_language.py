"""Words are folded and stemmed by SQL functions of the shop, in which its language stands."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.expressions
from django.db import migrations, models

# Accents of Latin and Greek letters go, so that "cafe" finds Café; of other scripts they stay: й is no и.
# Then the letters that are no letter with an accent, and the apostrophes and hyphens that people type.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION catalog_search_language() RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 'english'::pg_catalog.regconfig $$;

CREATE OR REPLACE FUNCTION catalog_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT normalize(regexp_replace(
        replace(replace(replace(replace(
            translate(
                normalize(lower(words), NFKD), 'łøđħŧıðς\u2019\u2018\u02bc\u2010\u2011', 'lodhtidσ''''''--'
            ),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
        '([a-zα-ω])[\u0300-\u036f]+', '\\1', 'g'
    ), NFC)
$$;

CREATE OR REPLACE FUNCTION catalog_search_vector(name text, brand text, description text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector({schema}.catalog_search_language(), {schema}.catalog_fold(name)), 'A')
        || setweight(to_tsvector({schema}.catalog_search_language(), {schema}.catalog_fold(brand)), 'B')
        || setweight(to_tsvector({schema}.catalog_search_language(), {schema}.catalog_fold(description)), 'C')
$$;

CREATE OR REPLACE FUNCTION catalog_search_query(typed text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT websearch_to_tsquery({schema}.catalog_search_language(), {schema}.catalog_fold(typed))
$$;
"""
DROP = """
DROP FUNCTION catalog_search_query(text);
DROP FUNCTION catalog_search_vector(text, text, text);
DROP FUNCTION catalog_fold(text);
DROP FUNCTION catalog_search_language();
"""


def make_functions(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        # Named with their schema, for pg_restore looks into none.
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        cursor.execute(FUNCTIONS.replace("{schema}", schema))


def drop_functions(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_product_filters")]

    operations = [
        migrations.RunPython(make_functions, drop_functions),
        migrations.RemoveIndex(model_name="product", name="product_search"),
        migrations.RemoveField(model_name="product", name="search"),
        migrations.AddField(
            model_name="product",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.Func(
                    "name", "brand", "description", function="catalog_search_vector"
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="product_search"),
        ),
    ]
