from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ObjectiveCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(help_text="The minute's or the hour's beginning.")),
                ('name', models.CharField(help_text='Of the objective.', max_length=20)),
                ('bucket', models.SmallIntegerField(help_text='Of its histogram, by place.')),
                ('events', models.BigIntegerField()),
                ('good', models.BigIntegerField()),
                ('seconds', models.FloatField(help_text='Of all events together.')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('at', 'name', 'bucket'), name='one_objective_count')],
            },
        ),
    ]
