"""Names and values of attributes in other languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0030_originals")]

    operations = [
        migrations.CreateModel(
            name="TranslatedWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "word",
                    models.CharField(
                        help_text="A name or a value as products have it, such as colour or red.",
                        max_length=120,
                        verbose_name="word",
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=120)),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("text", models.CharField(max_length=120, verbose_name="in that language")),
            ],
            options={
                "verbose_name": "word in another language",
                "verbose_name_plural": "words in other languages",
                "ordering": ["word", "language"],
                "constraints": [
                    models.UniqueConstraint(fields=("language", "folded"), name="one_translated_word")
                ],
            },
        ),
    ]
