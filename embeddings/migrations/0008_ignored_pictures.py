from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0009_pictures_not_compared'),
        ('embeddings', '0007_translated_words'),
    ]

    operations = [
        migrations.AlterField(
            model_name='imageembedding',
            name='state',
            field=models.CharField(choices=[('pending', 'waiting'), ('ready', 'ready'), ('failed', 'failed'), ('ignored', 'not compared')], default='pending', max_length=7, verbose_name='state'),
        ),
        migrations.AddIndex(
            model_name='imageembedding',
            index=models.Index(condition=models.Q(('state', 'ignored')), fields=['space', 'id'], name='embedding_ignored'),
        ),
    ]
