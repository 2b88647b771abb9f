"""The register of letters for visa applications."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('delegations', '0011_order_by_function'),
        ('events', '0005_imports_in_pieces'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='VisaLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifier')),
                ('serial', models.PositiveIntegerField(verbose_name='running number')),
                ('number', models.CharField(max_length=80, verbose_name='number')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('stamped_by', models.CharField(blank=True, max_length=120, verbose_name='stamped by')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='sent on')),
                ('visa', models.CharField(blank=True, choices=[('issued', 'Issued'), ('refused', 'Refused')], max_length=10, verbose_name='visa')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked at')),
                ('revocation_reason', models.CharField(blank=True, max_length=300, verbose_name='reason for revoking')),
                ('attendee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='visa_letters', to='delegations.attendee', verbose_name='attendee')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visa_letters', to='events.event', verbose_name='event')),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visa_letters', to='delegations.exportlog', verbose_name='export')),
                ('revoked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by')),
            ],
            options={
                'verbose_name': 'letter for a visa',
                'verbose_name_plural': 'letters for visas',
                'ordering': ('event', '-serial'),
                'constraints': [models.UniqueConstraint(fields=('event', 'serial'), name='delegations_visa_letter_serial_once'), models.CheckConstraint(condition=models.Q(('visa__in', ['', 'issued', 'refused'])), name='delegations_visa_outcome_known'), models.CheckConstraint(condition=models.Q(('revoked_at__isnull', False), ('revocation_reason', ''), _connector='OR'), name='delegations_visa_letter_revoked_with_reason')],
            },
        ),
    ]
