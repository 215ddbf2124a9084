"""Words find products by all that is said of them; the catalogue's own words are kept as a dictionary.

Everything that a search reads is made by the database itself, whoever writes a product. The functions
name each other with their schema, for pg_restore looks into none.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.expressions
from django.db import migrations, models

# Quotes and dashes of every shape are one, and what cannot be seen goes. Accents of Latin and Greek letters,
# the points of Hebrew and Arabic and the dots of ё go; of other letters they stay: й is no и.
FOLD = r"""
CREATE OR REPLACE FUNCTION catalog_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT normalize(regexp_replace(
        replace(replace(replace(replace(replace(replace(
            translate(
                normalize(lower(translate(words,
                    E'\u2019\u2018\u201a\u201b\u02bc\u02b9\u02bb\u2032\uff07\u0060\u00b4\u05f3'
                    '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00d7'
                    '\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff',
                    '''''''''''''''''''''''''----------x')), NFKD),
                'łøđħŧıðς', 'lodhtidσ'),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), E'е\u0308', 'е'), E'\u2044', '/'),
        E'([a-zα-ω])[\u0300-\u036f]+|[\u0591-\u05bd\u05bf\u05c1-\u05c7\u0640\u064b-\u065f\u0670]',
        '\1', 'g'
    ), NFC)
$$;
"""

FUNCTIONS = r"""
-- Simple words with single spaces between them: 50 × 70cm is 50x70 cm, T-shirt is t shirt. Letters of
-- scripts without spaces stand alone, so that each part of a name is a phrase of it.
CREATE FUNCTION catalog_plain(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        {schema}.catalog_fold(words),
        '(\d)\s*[x*]\s*(?=\d)', '\1x', 'g'),
        '(\d)(mm|cm|dm|m|km|in|inch|ft|ml|cl|l|oz|mg|g|kg|lb|lbs|w|v|kw|mah|mb|gb|tb|hz)\M', '\1 \2', 'g'),
        '([\u3005-\u3007\u3041-\u3096\u30a1-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f])',
        ' \1 ', 'g'),
        '([\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ec0-\u0ec6\u1000-\u102a\u1780-\u17b3])',
        ' \1', 'g'),
        '[^[:alnum:]\u0300-\u036f\u0900-\u109f\u1780-\u17ff]+', ' ', 'g'))
$$;

-- The same and, after it, what is written together or apart: tshirt of T-shirt, tablelamp of table lamp.
-- In PL/pgSQL, as all that is used for every product and is no single expression: its plans are kept.
CREATE FUNCTION catalog_terms(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    plain text := {schema}.catalog_plain(words);
BEGIN
    RETURN concat_ws(' ', plain,
        regexp_replace({schema}.catalog_fold(words), '[^[:alnum:][:space:]]+', '', 'g'),
        regexp_replace(plain, '(\S+) (\S+)', '\1\2', 'g'),
        regexp_replace(regexp_replace(plain, '^\S+ ?', ''), '(\S+) (\S+)', '\1\2', 'g'));
END $$;

CREATE FUNCTION catalog_words_vector(terms text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN to_tsvector('pg_catalog.simple', terms) || {schema}.catalog_stems(terms);
END $$;

-- Red of colour: red, and handmade of handmade: true.
CREATE FUNCTION catalog_attribute_words(attributes jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF attributes = '{}' THEN
        RETURN '';
    END IF;
    RETURN (SELECT left(string_agg(
        CASE WHEN value IN ('true', 'yes') THEN name
            WHEN value IN ('false', 'no', 'none', '0') THEN NULL ELSE value END, ' '), 10000)
    FROM jsonb_each(CASE jsonb_typeof(attributes) WHEN 'object' THEN attributes ELSE '{}' END) AS held (name, said),
        LATERAL (SELECT lower(jsonb_array_elements_text(
            CASE jsonb_typeof(said) WHEN 'array' THEN said ELSE jsonb_build_array(said) END))) AS each (value));
END $$;

-- Names, or descriptions, in all languages in which a thing has one.
CREATE FUNCTION catalog_translated(translations jsonb, what text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF translations = '{}' THEN
        RETURN '';
    END IF;
    RETURN (SELECT coalesce(string_agg(said ->> what, ' '), '')
    FROM jsonb_each(CASE jsonb_typeof(translations) WHEN 'object' THEN translations ELSE '{}' END) AS held (language, said)
    WHERE jsonb_typeof(said) = 'object');
END $$;

CREATE FUNCTION catalog_product_vector(
    name text, sku text, brand text, category_words text, attributes jsonb, description text, translations jsonb
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight({schema}.catalog_words_vector(
            {schema}.catalog_terms(name) || ' ' || {schema}.catalog_terms(sku) || ' '
            || {schema}.catalog_terms({schema}.catalog_translated(translations, 'name'))), 'A')
        || setweight({schema}.catalog_words_vector({schema}.catalog_terms(brand)), 'B')
        || setweight({schema}.catalog_words_vector({schema}.catalog_terms(category_words)), 'C')
        || setweight({schema}.catalog_words_vector(
            {schema}.catalog_plain(coalesce({schema}.catalog_attribute_words(attributes), ''))), 'C')
        || setweight({schema}.catalog_stems({schema}.catalog_plain(
            regexp_replace(
                left(description || ' ' || {schema}.catalog_translated(translations, 'description'), 50000), '<[^>]*>|&#?\w+;', ' ', 'g'))), 'D')
$$;

-- Names in the order of a dictionary, on every server the same: Éclair after Banana, 10 after 9.
CREATE FUNCTION catalog_sort_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(regexp_replace({schema}.catalog_plain(name), '(\d+)', '000000000\1', 'g'), '0*(\d{10,})', '\1', 'g')
$$;

-- All that is left of a word when up to two of its letters go (Garbe's symmetric deletes): two words that
-- are near have one of these in common. Of long words the beginning, of short ones one letter, has to do.
CREATE FUNCTION catalog_deletes(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH whole AS (SELECT left(word, 8) AS left_over),
    one AS (
        SELECT DISTINCT overlay(left_over PLACING '' FROM place FOR 1) AS left_over
        FROM whole, generate_series(1, length(left_over)) AS place WHERE length(word) > 2
    ),
    two AS (
        SELECT DISTINCT overlay(left_over PLACING '' FROM place FOR 1)
        FROM one, generate_series(1, length(left_over)) AS place WHERE length(word) > 5
    )
    SELECT array_agg(left_over) FROM (TABLE whole UNION TABLE one UNION TABLE two) AS every
$$;

-- Words that are worth being meant: with their accents, without figures, in scripts that have spaces.
CREATE FUNCTION catalog_said_words(said text) RETURNS TABLE (word text, shown text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT ON (each.word) each.word, each.shown
    FROM (
        SELECT {schema}.catalog_plain(part) AS word, normalize(part, NFC) AS shown
        FROM unnest(regexp_split_to_array(lower(said), '[^[:alnum:]\u0300-\u036f\u0900-\u0dff]+')) AS part
        UNION ALL
        SELECT {schema}.catalog_plain(part), part
        FROM unnest(regexp_split_to_array(translate({schema}.catalog_fold(said), '''-', ''), '[^[:alnum:]\u0300-\u036f\u0900-\u0dff]+')) AS part
    ) AS each
    WHERE each.word ~ '^[^\d\s]{3,30}$' AND NOT {schema}.catalog_is_little(each.word)
    ORDER BY each.word, each.shown DESC;
END $$;

CREATE FUNCTION catalog_category_words(category bigint) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE way (id, parent_id, name) AS (
        SELECT id, parent_id, name || ' ' || {schema}.catalog_translated(translations, 'name')
        FROM {schema}.catalog_category WHERE id = category
        UNION
        SELECT above.id, above.parent_id, above.name || ' ' || {schema}.catalog_translated(above.translations, 'name')
        FROM {schema}.catalog_category above JOIN way ON above.id = way.parent_id
    )
    SELECT coalesce(string_agg(name, ' · '), '') FROM way
$$;
"""

# By default English, and the languages of other scripts; catalog/search/languages.py writes it anew.
STEMS = r"""
CREATE OR REPLACE FUNCTION catalog_search_languages() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 'english, russian, greek, arabic, hindi, armenian, tamil'::text
$$;

CREATE OR REPLACE FUNCTION catalog_search_language() RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT 'english'::pg_catalog.regconfig
$$;

CREATE OR REPLACE FUNCTION catalog_stems(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.english', words)
    || CASE WHEN words ~ '[\u0430-\u044f]' THEN to_tsvector('pg_catalog.russian', words) ELSE ''::tsvector END
    || CASE WHEN words ~ '[\u03b1-\u03c9]' THEN to_tsvector('pg_catalog.greek', words) ELSE ''::tsvector END
    || CASE WHEN words ~ '[\u0621-\u064a]' THEN to_tsvector('pg_catalog.arabic', words) ELSE ''::tsvector END
    || CASE WHEN words ~ '[\u0900-\u097f]' THEN to_tsvector('pg_catalog.hindi', words) ELSE ''::tsvector END
    || CASE WHEN words ~ '[\u0561-\u0587]' THEN to_tsvector('pg_catalog.armenian', words) ELSE ''::tsvector END
    || CASE WHEN words ~ '[\u0b80-\u0bff]' THEN to_tsvector('pg_catalog.tamil', words) ELSE ''::tsvector END
$$;

CREATE OR REPLACE FUNCTION catalog_is_little(words text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.english', words) = ''
    OR words ~ '[\u0430-\u044f]' AND to_tsvector('pg_catalog.russian', words) = ''
    OR words ~ '[\u03b1-\u03c9]' AND to_tsvector('pg_catalog.greek', words) = ''
    OR words ~ '[\u0621-\u064a]' AND to_tsvector('pg_catalog.arabic', words) = ''
    OR words ~ '[\u0900-\u097f]' AND to_tsvector('pg_catalog.hindi', words) = ''
    OR words ~ '[\u0561-\u0587]' AND to_tsvector('pg_catalog.armenian', words) = ''
    OR words ~ '[\u0b80-\u0bff]' AND to_tsvector('pg_catalog.tamil', words) = ''
$$;
"""

TRIGGERS = """
CREATE FUNCTION catalog_name_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.category_words := {schema}.catalog_category_words(NEW.category_id);
    RETURN NEW;
END $$;

CREATE TRIGGER catalog_product_name_category
BEFORE INSERT OR UPDATE OF category_id, category_words ON catalog_product
FOR EACH ROW EXECUTE FUNCTION catalog_name_category();

-- A few products are named anew at once; of a large category a worker does it, in small steps. For each
-- statement and not for each row: of categories that are moved together each branch is walked once.
CREATE FUNCTION catalog_rename_category() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER catalog_category_rename AFTER UPDATE ON catalog_category
REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
FOR EACH STATEMENT EXECUTE FUNCTION catalog_rename_category();

CREATE FUNCTION catalog_learn_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO {schema}.catalog_word (word, shown, stem, products)
    SELECT said.word, said.shown, coalesce((tsvector_to_array({schema}.catalog_stems(said.word)))[1], ''), 1
    FROM {schema}.catalog_said_words(concat_ws(' ', NEW.name, NEW.brand, NEW.category_words,
        {schema}.catalog_translated(NEW.translations, 'name'), {schema}.catalog_attribute_words(NEW.attributes))) AS said
    WHERE NOT EXISTS (SELECT FROM {schema}.catalog_word known WHERE known.word = said.word);
    RETURN NULL;
END $$;

CREATE TRIGGER catalog_product_learn_words
AFTER INSERT OR UPDATE OF name, brand, attributes, category_words, translations, is_published ON catalog_product
FOR EACH ROW WHEN (NEW.is_published) EXECUTE FUNCTION catalog_learn_words();
"""
FILL = """
UPDATE catalog_product SET category_words = way.words
FROM (SELECT id, catalog_category_words(id) AS words FROM catalog_category) AS way WHERE way.id = category_id;

INSERT INTO catalog_word (word, shown, stem, products)
SELECT word, max(shown), coalesce((tsvector_to_array(catalog_stems(word)))[1], ''), count(*)
FROM catalog_product, catalog_said_words(concat_ws(' ', name, brand, category_words,
    catalog_translated(translations, 'name'), catalog_attribute_words(attributes)))
WHERE is_published GROUP BY word;
"""
DROP_TRIGGERS = """
DROP TRIGGER catalog_product_learn_words ON catalog_product;
DROP TRIGGER catalog_category_rename ON catalog_category;
DROP TRIGGER catalog_product_name_category ON catalog_product;
DROP FUNCTION catalog_learn_words();
DROP FUNCTION catalog_rename_category();
DROP FUNCTION catalog_name_category();
"""
DROP_FUNCTIONS = """
DROP FUNCTION catalog_category_words(bigint);
DROP FUNCTION catalog_said_words(text);
DROP FUNCTION catalog_deletes(text);
DROP FUNCTION catalog_sort_key(text);
DROP FUNCTION catalog_product_vector(text, text, text, text, jsonb, text, jsonb);
DROP FUNCTION catalog_translated(jsonb, text);
DROP FUNCTION catalog_attribute_words(jsonb);
DROP FUNCTION catalog_words_vector(text);
DROP FUNCTION catalog_terms(text);
DROP FUNCTION catalog_plain(text);
DROP FUNCTION catalog_is_little(text);
DROP FUNCTION catalog_stems(text);
DROP FUNCTION catalog_search_languages();
"""


def _run(*statements):
    def run(apps, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_schema())")
            (schema,) = cursor.fetchone()
            for statement in statements:
                cursor.execute(statement.replace("{schema}", schema))

    return run


class Migration(migrations.Migration):
    dependencies = [("catalog", "0021_requested_pictures")]

    operations = [
        migrations.RunPython(_run(FOLD, STEMS, FUNCTIONS), _run(DROP_FUNCTIONS)),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField()),
                ("shown", models.TextField()),
                ("stem", models.TextField()),
                ("products", models.PositiveIntegerField(db_default=1)),
                (
                    "near",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.Func(
                            django.db.models.expressions.F("word"),
                            function="catalog_deletes",
                        ),
                        output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["word"], name="word_by_its_beginning", opclasses=["text_pattern_ops"]),
                    django.contrib.postgres.indexes.GinIndex(fields=["near"], name="word_near"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PastSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("times", models.PositiveIntegerField()),
                ("last_on", models.DateField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("words",), name="one_past_search", opclasses=["text_pattern_ops"]
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="category",
            name="words_due",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="product",
            name="category_words",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.RunPython(_run(FILL, TRIGGERS), _run(DROP_TRIGGERS)),
        migrations.RemoveIndex(model_name="product", name="product_search"),
        migrations.RemoveField(model_name="product", name="search"),
        migrations.AddField(
            model_name="product",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.Func(
                    "name", "sku", "brand", "category_words", "attributes", "description", "translations",
                    function="catalog_product_vector",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="sort_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.Func("name", function="catalog_sort_key"),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="sort_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.Func("name", function="catalog_sort_key"),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="product_search"),
        ),
        migrations.RemoveIndex(model_name="product", name="product_name"),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["sort_name", "id"], name="product_name"),
        ),
        migrations.AlterModelOptions(
            name="product",
            options={"ordering": ["sort_name", "pk"], "verbose_name": "product", "verbose_name_plural": "products"},
        ),
        migrations.AlterModelOptions(
            name="category",
            options={"ordering": ["position", "sort_name"], "verbose_name": "category", "verbose_name_plural": "categories"},
        ),
    ]
