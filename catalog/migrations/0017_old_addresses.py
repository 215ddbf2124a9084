"""Addresses that were changed lead on; the database keeps them, by whichever way they changed."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

# Also for UPDATEs of many rows (imports, bulk edits) and for statements that a person types. Costs
# nothing where no slug is written.
KEEP = """
CREATE FUNCTION catalog_keep_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'catalog_product' THEN
        DELETE FROM catalog_oldaddress WHERE slug = NEW.slug AND product_id = NEW.id;
        INSERT INTO catalog_oldaddress (slug, product_id) VALUES (OLD.slug, NEW.id)
        ON CONFLICT (slug) WHERE product_id IS NOT NULL
        DO UPDATE SET product_id = excluded.product_id, at = now();
    ELSE
        DELETE FROM catalog_oldaddress WHERE slug = NEW.slug AND category_id = NEW.id;
        INSERT INTO catalog_oldaddress (slug, category_id) VALUES (OLD.slug, NEW.id)
        ON CONFLICT (slug) WHERE category_id IS NOT NULL
        DO UPDATE SET category_id = excluded.category_id, at = now();
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER catalog_product_keep_address AFTER UPDATE OF slug ON catalog_product
FOR EACH ROW WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION catalog_keep_address();

CREATE TRIGGER catalog_category_keep_address AFTER UPDATE OF slug ON catalog_category
FOR EACH ROW WHEN (OLD.slug <> NEW.slug) EXECUTE FUNCTION catalog_keep_address();
"""
FORGET = """
DROP TRIGGER catalog_category_keep_address ON catalog_category;
DROP TRIGGER catalog_product_keep_address ON catalog_product;
DROP FUNCTION catalog_keep_address();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0016_held_pictures'),
    ]

    operations = [
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=160)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='catalog.category')),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='catalog.product')),
            ],
            options={
                'verbose_name': 'old address',
                'verbose_name_plural': 'old addresses',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('product__isnull', False), ('category__isnull', False), _connector='XOR'), name='old_address_of_one_thing'), models.UniqueConstraint(condition=models.Q(('product__isnull', False)), fields=('slug',), name='old_address_of_product'), models.UniqueConstraint(condition=models.Q(('category__isnull', False)), fields=('slug',), name='old_address_of_category')],
            },
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
