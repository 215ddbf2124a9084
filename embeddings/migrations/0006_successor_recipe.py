from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("embeddings", "0005_embedding_traceparent")]

    operations = [
        migrations.RenameField(
            model_name="embeddingspace", old_name="becomes", new_name="successor_recipe"
        ),
    ]
