from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0005_imports_in_pieces'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='importbatch',
            name='events_import_next',
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='state',
            field=models.CharField(choices=[('previewed', 'Waiting'), ('queued', 'In the queue'), ('running', 'Being imported'), ('stopped', 'Stopped'), ('applied', 'Applied'), ('undoing', 'Being undone'), ('undone', 'Undone')], default='previewed', max_length=20, verbose_name='state'),
        ),
        migrations.AddIndex(
            model_name='importbatch',
            index=models.Index(condition=models.Q(('state__in', ('queued', 'running', 'undoing'))), fields=['id'], name='events_import_next'),
        ),
    ]
