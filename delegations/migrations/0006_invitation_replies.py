import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delegations', '0005_invitation_rounds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InvitationReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('status', models.CharField(choices=[('to-invite', 'To invite'), ('invited', 'Invited'), ('interested', 'Interested'), ('accepted', 'Accepted'), ('list-submitted', 'List submitted'), ('list-confirmed', 'List confirmed'), ('arrived', 'Arrived'), ('departed', 'Departed'), ('declined', 'Declined'), ('cancelled', 'Cancelled')], max_length=20, verbose_name='status')),
                ('status_before', models.CharField(choices=[('to-invite', 'To invite'), ('invited', 'Invited'), ('interested', 'Interested'), ('accepted', 'Accepted'), ('list-submitted', 'List submitted'), ('list-confirmed', 'List confirmed'), ('arrived', 'Arrived'), ('departed', 'Departed'), ('declined', 'Declined'), ('cancelled', 'Cancelled')], editable=False, max_length=20)),
                ('party_size', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number of people coming')),
                ('reason', models.CharField(blank=True, choices=[('engagement', 'Another engagement'), ('budget', 'Cost of the journey'), ('no-approval', 'The journey was not approved'), ('election', 'Elections or a change of office'), ('other', 'Another reason')], max_length=20, verbose_name='reason')),
                ('note', models.TextField(blank=True, verbose_name='note for the office')),
                ('state', models.CharField(choices=[('waiting', 'Waiting for the office'), ('noted', 'Acknowledged by the office'), ('replaced', 'Replaced by a later reply'), ('undone', 'Undone by the office')], default='waiting', max_length=20, verbose_name='state')),
                ('settled_at', models.DateTimeField(editable=False, null=True, verbose_name='settled at')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='delegations.focalpoint', verbose_name='by')),
                ('delegation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='delegations.delegation', verbose_name='delegation')),
                ('settled_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by')),
            ],
            options={
                'verbose_name': 'reply to the invitation',
                'verbose_name_plural': 'replies to the invitation',
                'ordering': ('-at', '-pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['noted', 'waiting'])), fields=('delegation',), name='delegations_one_current_reply'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'noted', 'replaced', 'undone'])), name='delegations_reply_state_known')],
            },
        ),
    ]
