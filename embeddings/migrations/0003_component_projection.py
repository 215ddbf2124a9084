import hashlib
import json

from django.db import migrations, models


def describe_features(apps, schema_editor):
    """Give stored components the key they lack, and spaces the name of what makes their features.

    The key is that of `embeddings.pipeline.features_key`, written out so that it stays as it is.
    """
    for space in apps.get_model("embeddings", "EmbeddingSpace").objects.all():
        for component in space.components:
            component.setdefault("projection", "")
        makers = [
            [c["encoder"], c["pooling"], c["preprocessing"], c["weights_sha256"]]
            for c in space.components
        ]
        space.features_key = hashlib.sha256(json.dumps(makers).encode()).hexdigest()
        space.save(update_fields=["components", "features_key"])


def forget_projections(apps, schema_editor):
    for space in apps.get_model("embeddings", "EmbeddingSpace").objects.all():
        for component in space.components:
            component.pop("projection", None)
        space.save(update_fields=["components"])


class Migration(migrations.Migration):

    dependencies = [
        ('embeddings', '0002_spaces_projections'),
    ]

    operations = [
        migrations.AlterField(
            model_name='embeddingspace',
            name='name',
            field=models.CharField(max_length=220, unique=True),
        ),
        migrations.RunPython(describe_features, forget_projections),
    ]
