import core.text.collation
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0013_imports_move'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='profile',
            options={'ordering': (core.text.collation.ByBytes('attendee__sort_key'), 'pk'), 'verbose_name': 'profile', 'verbose_name_plural': 'profiles'},
        ),
    ]
