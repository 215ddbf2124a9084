"""What a picture was before it was turned or cropped is kept."""

from django.db import migrations, models


def original_field():
    return models.CharField(
        blank=True,
        db_default="",
        default="",
        editable=False,
        help_text="The file that it was before it was turned or cropped; empty: it never was.",
        max_length=200,
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0029_search_path")]

    operations = [
        migrations.AddField(model_name="productimage", name="original", field=original_field()),
        migrations.AddField(model_name="heldpicture", name="original", field=original_field()),
    ]
