"""A product that is saved is read for new words only where what it says has changed."""

from django.db import migrations

# A form or a program writes all columns, the same ones as a rule: 3 ms for each save of a price.
CHANGED_ONLY = """
DROP TRIGGER catalog_product_learn_words ON catalog_product;

CREATE TRIGGER catalog_product_learn_words AFTER INSERT ON catalog_product
FOR EACH ROW WHEN (NEW.is_published) EXECUTE FUNCTION catalog_learn_words();

CREATE TRIGGER catalog_product_learn_new_words
AFTER UPDATE OF name, brand, attributes, category_id, category_words, translations, is_published ON catalog_product
FOR EACH ROW WHEN (
    NEW.is_published AND
    (NEW.name, NEW.brand, NEW.attributes, NEW.category_words, NEW.translations, NEW.is_published)
    IS DISTINCT FROM
    (OLD.name, OLD.brand, OLD.attributes, OLD.category_words, OLD.translations, OLD.is_published)
) EXECUTE FUNCTION catalog_learn_words();
"""
EACH_TIME = """
DROP TRIGGER catalog_product_learn_new_words ON catalog_product;
DROP TRIGGER catalog_product_learn_words ON catalog_product;

CREATE TRIGGER catalog_product_learn_words
AFTER INSERT OR UPDATE OF name, brand, attributes, category_words, translations, is_published ON catalog_product
FOR EACH ROW WHEN (NEW.is_published) EXECUTE FUNCTION catalog_learn_words();
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0026_state_marks")]

    operations = [migrations.RunSQL(CHANGED_ONLY, EACH_TIME)]
