from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BounceMailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(editable=False, max_length=64, unique=True)),
                ('uid_validity', models.PositiveBigIntegerField(editable=False)),
                ('last_uid', models.PositiveBigIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'mailbox of returned e-mail',
                'verbose_name_plural': 'mailboxes of returned e-mail',
            },
        ),
    ]
