import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_product_filters'),
        ('embeddings', '0003_component_projection'),
    ]

    operations = [
        migrations.AddField(
            model_name='imageembedding',
            name='product',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.product'),
        ),
        migrations.RunSQL(
            """
            UPDATE embeddings_imageembedding AS row SET product_id = image.product_id
            FROM catalog_productimage image WHERE image.id = row.image_id
            """,
            migrations.RunSQL.noop,
        ),
        # A foreign key's check is due at the transaction's end; the table cannot be altered before.
        migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='imageembedding',
            name='product',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.product'),
        ),
        migrations.AddIndex(
            model_name='imageembedding',
            index=models.Index(fields=['product', 'space'], name='embedding_product'),
        ),
    ]
