import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='key')),
                ('scope', models.CharField(blank=True, db_index=True, max_length=64, verbose_name='scope')),
                ('recipient', models.CharField(blank=True, db_index=True, max_length=64, verbose_name='recipient')),
                ('address', models.EmailField(max_length=254, verbose_name='address')),
                ('sender_name', models.CharField(blank=True, max_length=100, verbose_name='sender')),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='reply-to address')),
                ('time_zone', models.CharField(blank=True, max_length=64, verbose_name='time zone')),
                ('subject', models.CharField(max_length=300, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('headers', models.JSONField(default=dict, verbose_name='headers')),
                ('urgency', models.PositiveSmallIntegerField(choices=[(0, 'Somebody is waiting for it'), (1, 'To many recipients')], default=0, verbose_name='urgency')),
                ('is_transient', models.BooleanField(default=False, verbose_name='erased when sent')),
                ('is_secret', models.BooleanField(default=False, verbose_name='text erased when sent')),
                ('attachment', models.CharField(blank=True, max_length=80, verbose_name='attachment')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Sending'), ('handed-over', 'Handed over, no reply received'), ('sent', 'Sent'), ('failed', 'Rejected or given up'), ('bounced', 'Bounced')], default='waiting', max_length=20, verbose_name='state')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('not_before', models.DateTimeField(default=django.utils.timezone.now, verbose_name='not before')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('claim', models.UUIDField(null=True, verbose_name='claim')),
                ('claimed_at', models.DateTimeField(null=True, verbose_name='claimed')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='reply of the mail server')),
                ('bounced_at', models.DateTimeField(null=True, verbose_name='bounced')),
            ],
            options={
                'verbose_name': 'outgoing e-mail',
                'verbose_name_plural': 'outgoing e-mail',
                'ordering': ('-pk',),
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'sending'))), fields=['urgency', 'id'], name='mail_outgoing_next')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'handed-over', 'sent', 'failed', 'bounced'])), name='mail_outgoing_state_known')],
            },
        ),
    ]
