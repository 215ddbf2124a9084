from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("embeddings", "0004_embedding_product")]

    operations = [
        migrations.AddField(
            model_name="imageembedding",
            name="traceparent",
            field=models.CharField(
                blank=True,
                db_default="",
                editable=False,
                help_text="The trace that asked for it; empty without one, and once it is embedded.",
                max_length=55,
            ),
        ),
    ]
