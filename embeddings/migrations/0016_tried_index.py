"""Rows that were tried are found among millions that were not."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("embeddings", "0015_engine_changes")]

    operations = [
        migrations.AddIndex(
            model_name="imageembedding",
            index=models.Index(
                condition=models.Q(("attempts__gt", 0), ("state", "pending")),
                fields=["space", "attempts", "-priority", "id"],
                name="embedding_tried",
            ),
        ),
    ]
