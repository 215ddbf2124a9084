"""Engines beside PostgreSQL: which are followed, how full they are, and what they have not got yet."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('embeddings', '0013_built_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEngine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('state', models.CharField(choices=[('followed', 'followed'), ('live', 'live'), ('retired', 'retired')], default='followed', max_length=8)),
                ('troubles', models.TextField(blank=True, help_text='What it said last; a line for each.')),
                ('looked_at', models.DateTimeField(help_text='When it was last asked for troubles.', null=True)),
                ('activated_at', models.DateTimeField(null=True)),
            ],
            options={
                'default_permissions': (),
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'live')), fields=('state',), name='one_live_engine')],
            },
        ),
        migrations.CreateModel(
            name='FollowedSpace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('writers', models.JSONField(help_text='Transactions that were open when the triggers began; null: not asked yet.', null=True)),
                ('filled_to', models.BigIntegerField(default=0, help_text='Id of the last picture put there.')),
                ('filled_at', models.DateTimeField(help_text='Searches may use it since then.', null=True)),
                ('failures', models.PositiveIntegerField(default=0, help_text='In a row.')),
                ('rests_until', models.DateTimeField(help_text='Nothing is written there before.', null=True)),
                ('compared_to', models.BigIntegerField(default=0, help_text='Id of the last picture compared.')),
                ('compared_at', models.DateTimeField(help_text='When all had been compared.', null=True)),
                ('found', models.JSONField(default=dict, help_text='What comparing found; of the pass under way.')),
                ('found_before', models.JSONField(default=dict, help_text='The same of the last whole pass.')),
                ('engine', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spaces', to='embeddings.searchengine')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='embeddings.embeddingspace')),
            ],
            options={
                'default_permissions': (),
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('engine', 'space'), name='one_space_per_engine')],
            },
        ),
        migrations.CreateModel(
            name='StoreChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('image_id', models.BigIntegerField(help_text='The picture may be gone.')),
                ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('applied_at', models.DateTimeField(help_text='It was put there, and a search may still miss it.', null=True)),
                ('followed', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='embeddings.followedspace')),
            ],
            options={
                'default_permissions': (),
                'ordering': ['pk'],
            },
        ),
    ]
