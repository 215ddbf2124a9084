from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0008_translated_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='productimage',
            name='compare',
            field=models.CharField(choices=[('auto', 'unless it tells nothing'), ('always', 'always'), ('never', 'never')], db_default='auto', default='auto', help_text='Whether similar items and photo search go by this picture.', max_length=6, verbose_name='compare with others'),
        ),
        migrations.AddField(
            model_name='productimage',
            name='set_aside',
            field=models.CharField(blank=True, choices=[('blank', 'Blank: there is nothing in it to compare.'), ('filler', 'Unrelated products show the same picture, like a size chart or a logo.')], db_default='', editable=False, max_length=6, verbose_name='set aside'),
        ),
        migrations.AddField(
            model_name='productimage',
            name='is_examined',
            field=models.BooleanField(db_default=False, default=False, editable=False, help_text='Whether it has been looked for among the pictures of unrelated products.'),
        ),
        migrations.AddField(
            model_name='productimage',
            name='set_aside_group',
            field=models.CharField(blank=True, db_default='', editable=False, help_text='Of fillers: sha256 of the picture that all of the group are like.', max_length=64),
        ),
        migrations.AddField(
            model_name='productimage',
            name='is_compared',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(compare='auto', then=models.Q(('set_aside', ''))), default=models.Q(('compare', 'always'))), output_field=models.BooleanField()),
        ),
        migrations.AddIndex(
            model_name='productimage',
            index=models.Index(condition=models.Q(('is_examined', False)), fields=['id'], name='product_image_unexamined'),
        ),
        migrations.AddIndex(
            model_name='productimage',
            index=models.Index(condition=models.Q(('set_aside', 'filler')), fields=['set_aside_group', 'id'], name='product_image_filler'),
        ),
        migrations.AddIndex(
            model_name='productimage',
            index=models.Index(condition=models.Q(('is_compared', False)), fields=['id'], name='product_image_not_compared'),
        ),
    ]
