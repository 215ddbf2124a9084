"""Names of products and categories have something that can be seen."""

from django.db import migrations, models

import catalog.descriptions.visible


class Migration(migrations.Migration):
    dependencies = [("catalog", "0031_translated_words")]

    operations = [
        migrations.AlterField(
            model_name="category",
            name="name",
            field=models.CharField(
                max_length=120, validators=[catalog.descriptions.visible.validate_visible], verbose_name="name"
            ),
        ),
        migrations.AlterField(
            model_name="product",
            name="name",
            field=models.CharField(
                max_length=200, validators=[catalog.descriptions.visible.validate_visible], verbose_name="name"
            ),
        ),
    ]
