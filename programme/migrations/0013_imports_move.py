"""Imported tables are no longer of the programme alone. The rows stay in the tables they are in."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0008_imports'),
        ('programme', '0012_sign_ups'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name='ColumnChoice'),
                migrations.DeleteModel(name='ImportBatch'),
            ],
        ),
    ]
