from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0002_bounce_mailbox'),
    ]

    operations = [
        migrations.AddField(
            model_name='bouncemailbox',
            name='read_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
