from django.db import migrations, models


class Migration(migrations.Migration):
    """With the id, the index gives a category's newest first without any sorting."""

    dependencies = [("catalog", "0005_imported_picture")]

    operations = [
        migrations.RemoveIndex(model_name="product", name="product_category_newest"),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                fields=["category", "-created_at", "-id"], name="product_category_newest"
            ),
        ),
    ]
