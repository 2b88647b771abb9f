"""Imported tables are no longer of the programme alone. The rows stay in the tables they are in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import events.import_kinds


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0007_translator'),
        ('programme', '0012_sign_ups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='ImportBatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=events.import_kinds.kind_choices, max_length=20, verbose_name='kind')),
                        ('file_name', models.CharField(max_length=150, verbose_name='file')),
                        ('digest', models.CharField(editable=False, max_length=64, verbose_name='digest')),
                        ('table', models.JSONField(editable=False)),
                        ('columns', models.JSONField(default=dict, editable=False)),
                        ('fingerprint', models.CharField(blank=True, editable=False, max_length=32)),
                        ('state', models.CharField(choices=[('previewed', 'Waiting'), ('applied', 'Applied'), ('undone', 'Undone')], default='previewed', max_length=20, verbose_name='state')),
                        ('done', models.JSONField(default=list, editable=False)),
                        ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                        ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied')),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                        ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='applied by')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='events.event', verbose_name='event')),
                        ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by')),
                        ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                    ],
                    options={
                        'db_table': 'programme_importbatch',
                        'verbose_name': 'import',
                        'verbose_name_plural': 'imports',
                        'ordering': ('-uploaded_at', '-pk'),
                    },
                ),
                migrations.CreateModel(
                    name='ColumnChoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=events.import_kinds.kind_choices, max_length=20, verbose_name='kind')),
                        ('header', models.CharField(editable=False, max_length=200)),
                        ('field', models.CharField(blank=True, editable=False, max_length=40)),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.event', verbose_name='event')),
                    ],
                    options={
                        'db_table': 'programme_columnchoice',
                        'verbose_name': 'choice of a column',
                        'verbose_name_plural': 'choices of columns',
                        'constraints': [models.UniqueConstraint(fields=('event', 'kind', 'header'), name='programme_column_choice_unique')],
                    },
                ),
            ],
        ),
    ]
