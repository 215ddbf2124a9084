"""More that people see as one is one to the search: signs of brands, digits of all scripts, sizes with units.

What is stored is read anew, as after a change of the shop's languages: some 10 s for 100,000 products.
"""

from django.db import migrations

# Quotes and dashes of every shape are one; what cannot be seen, and the signs of trade marks, go. Accents of
# Latin and Greek letters, the stress of Cyrillic vowels, the points of Hebrew and Arabic and the dots of ё go;
# of other letters they stay: й is no и. Most texts are ASCII alone, which takes a tenth of the time;
# of a long list of letters each costs time at every letter of a text, so that rare ones are looked for first.
FOLD = r"""
CREATE OR REPLACE FUNCTION catalog_fold(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF octet_length(words) = length(words) THEN
        RETURN lower(translate(words, '`', '''') COLLATE "C");
    END IF;
    IF words ~ '[\u0060\u00ad\u00b4\u00bc-\u00be\u00d7\u02b9-\u02c8\u034f\u05f3\u061c\u180e\u200b-\u2069\u2120-\u2212\ua78c\ufe0e-\uff0d]' THEN
        words := translate(regexp_replace(words, '(\d)([\u00bc-\u00be\u2150-\u215e])', '\1 \2', 'g'),
            E'\u2019\u2018\u201a\u201b\u02bc\u02b9\u02bb\u02bd\u02be\u02bf\u02c8\ua78c\u2032\uff07\u0060\u00b4\u05f3'
            '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00d7'
            '\u2122\u2120\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e'
            '\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff',
            repeat('''', 17) || '----------x');
    END IF;
    words := translate(lower(normalize(words, NFKD)), E'łøđħŧıðəŋς\u2032\u2044', E'lodhtidenσ''/');
    IF words ~ '[\u0660-\u0e59]' THEN
        words := translate(words,
            E'\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669'
            '\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9'
            '\u0966\u0967\u0968\u0969\u096a\u096b\u096c\u096d\u096e\u096f'
            '\u09e6\u09e7\u09e8\u09e9\u09ea\u09eb\u09ec\u09ed\u09ee\u09ef'
            '\u0e50\u0e51\u0e52\u0e53\u0e54\u0e55\u0e56\u0e57\u0e58\u0e59\u06a9\u06cc',
            repeat('0123456789', 5) || E'\u0643\u064a');
    END IF;
    words := replace(replace(replace(replace(replace(
        words, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), E'е\u0308', 'е');
    RETURN normalize(regexp_replace(words,
        E'([a-zα-ω])[\u0300-\u036f]+|([аеиоуыэюяі])\u0301+'
        '|[\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]',
        '\1\2', 'g'), NFC);
END $$;
"""

FUNCTIONS = r"""
-- Simple words with single spaces between them: 50 cm × 70cm is 50x70 cm, T-shirt is t shirt. Letters of
-- scripts without spaces stand alone, so that each part of a name is a phrase of it.
CREATE OR REPLACE FUNCTION catalog_plain(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    words := {schema}.catalog_fold(words);
    IF words ~ '\d' THEN
        words := regexp_replace(words,
            '(\d)\s*(?:(?:mm|cm|dm|m|km|in|inch|ft|мм|см|м|[''"\u201d]{1,2})\s*)?[x*х]\s*(?=\d)', '\1x', 'g');
        words := regexp_replace(words, '(\d)(mm|cm|dm|m|km|in|inch|ft|ml|cl|l|oz|mg|g|kg|lb|lbs|w|v|kw|mah|mb|gb'
            '|tb|hz|мм|см|дм|м|км|мл|л|мг|г|кг|вт|в)\M', '\1 \2', 'g');
    END IF;
    IF octet_length(words) > length(words) THEN
        words := regexp_replace(words,
            '([\u3005-\u3007\u3041-\u3096\u30a1-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f])',
            ' \1 ', 'g');
        words := regexp_replace(words,
            '([\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ec0-\u0ec6\u1000-\u102a\u1780-\u17b3])',
            ' \1', 'g');
    END IF;
    RETURN btrim(regexp_replace(words,
        '[^[:alnum:]\u0300-\u036f\u0900-\u0963\u0966-\u109f\u1780-\u17ff]+', ' ', 'g'));
END $$;

-- The same and, after it, what is written together or apart: tshirt of T-shirt, tablelamp of table lamp;
-- and letters with dots as keyboards without them have them: loeffel of Löffel.
CREATE OR REPLACE FUNCTION catalog_terms(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    plain text := {schema}.catalog_plain(words);
    terms text := concat_ws(' ', plain,
        regexp_replace({schema}.catalog_fold(words),
            '[^[:alnum:][:space:]\u0300-\u036f\u0900-\u0963\u0966-\u109f\u1780-\u17ff]+', '', 'g'),
        regexp_replace(plain, '(\S+) (\S+)', '\1\2', 'g'),
        regexp_replace(regexp_replace(plain, '^\S+ ?', ''), '(\S+) (\S+)', '\1\2', 'g'));
BEGIN
    IF octet_length(words) > length(words) THEN
        words := lower(normalize(words, NFC));
        IF words ~ '[äöüåø]' THEN
            terms := terms || ' ' || {schema}.catalog_plain(replace(replace(replace(replace(replace(
                words, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'å', 'aa'), 'ø', 'oe'));
        END IF;
    END IF;
    RETURN terms;
END $$;

-- An SKU is there without its separators and blanks as well.
CREATE OR REPLACE FUNCTION catalog_product_vector(
    name text, sku text, brand text, category_words text, attributes jsonb, description text, translations jsonb
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight({schema}.catalog_words_vector(
            {schema}.catalog_terms(name) || ' ' || {schema}.catalog_terms(sku) || ' '
            || regexp_replace({schema}.catalog_fold(sku), '[^[:alnum:]]+', '', 'g') || ' '
            || {schema}.catalog_terms({schema}.catalog_translated(translations, 'name'))), 'A')
        || setweight({schema}.catalog_words_vector({schema}.catalog_terms(brand)), 'B')
        || setweight({schema}.catalog_words_vector({schema}.catalog_terms(category_words)), 'C')
        || setweight({schema}.catalog_words_vector(
            {schema}.catalog_plain(coalesce({schema}.catalog_attribute_words(attributes), ''))), 'C')
        || setweight({schema}.catalog_stems({schema}.catalog_plain(
            regexp_replace(
                left(description || ' ' || {schema}.catalog_translated(translations, 'description'), 50000), '<[^>]*>|&#?\w+;', ' ', 'g'))), 'D')
$$;

-- Words that are worth being meant: with their accents, without figures, in scripts that have spaces.
CREATE OR REPLACE FUNCTION catalog_said_words(said text) RETURNS TABLE (word text, shown text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT ON (each.word) each.word, each.shown
    FROM (
        SELECT {schema}.catalog_plain(part) AS word, normalize(part, NFC) AS shown
        FROM unnest(regexp_split_to_array(
            lower(translate(said, E'\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff', '')),
            '[^[:alnum:]\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7\u0640\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff]+')) AS part
        UNION ALL
        SELECT {schema}.catalog_plain(part), part
        FROM unnest(regexp_split_to_array(translate({schema}.catalog_fold(said), '''-', ''),
            '[^[:alnum:]\u0300-\u036f\u0900-\u0963\u0966-\u0dff]+')) AS part
    ) AS each
    WHERE each.word ~ '^[^\d\s]{3,30}$' AND NOT {schema}.catalog_is_little(each.word)
    ORDER BY each.word, each.shown DESC;
END $$;
"""


def replace_functions(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
        cursor.execute(FOLD)
        cursor.execute(FUNCTIONS.replace("{schema}", schema))
        # Written as they are: PostgreSQL makes the generated columns anew.
        cursor.execute("UPDATE catalog_product SET sku = sku")
        cursor.execute("UPDATE catalog_category SET name = name")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0027_words_of_changes")]

    # Who goes back keeps functions that find the same and more.
    operations = [migrations.RunPython(replace_functions, migrations.RunPython.noop)]
