"""Saved lists that are sent to colleagues every day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delegations', '0012_visa_letters'),
        ('events', '0005_imports_in_pieces'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='backgroundexport',
            name='file_format',
            field=models.CharField(choices=[('xlsx', 'XLSX'), ('csv', 'CSV'), ('pdf', 'PDF'), ('json', 'JSON'), ('link', 'Link by e-mail')], editable=False, max_length=10),
        ),
        migrations.AlterField(
            model_name='exportlog',
            name='file_format',
            field=models.CharField(choices=[('xlsx', 'XLSX'), ('csv', 'CSV'), ('pdf', 'PDF'), ('json', 'JSON'), ('link', 'Link by e-mail')], max_length=10, verbose_name='format'),
        ),
        migrations.CreateModel(
            name='ScheduledList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('at', models.TimeField(verbose_name='time')),
                ('checked_on', models.DateField(editable=False, null=True, verbose_name='checked on')),
                ('sent_on', models.DateField(editable=False, null=True, verbose_name='sent on')),
                ('fingerprint', models.CharField(blank=True, editable=False, max_length=32)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scheduled_lists', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                ('saved_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedules', to='events.savedlist', verbose_name='saved list')),
                ('updated_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
            ],
            options={
                'verbose_name': 'scheduled list',
                'verbose_name_plural': 'scheduled lists',
                'ordering': ('saved_list', 'recipient'),
                'constraints': [models.UniqueConstraint(fields=('saved_list', 'recipient'), name='delegations_scheduled_list_once')],
            },
        ),
    ]
