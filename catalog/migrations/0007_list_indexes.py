from django.db import migrations, models


class Migration(migrations.Migration):
    """Lists in the order of an index: a category's newest first, and all by name."""

    dependencies = [("catalog", "0006_words")]

    operations = [
        migrations.RemoveIndex(model_name="product", name="product_category_newest"),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                fields=["category", "-created_at", "-id"], name="product_category_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["name", "id"], name="product_name"),
        ),
    ]
