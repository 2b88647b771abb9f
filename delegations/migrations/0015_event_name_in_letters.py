"""The name of the event as letters write it."""

import core.translated_field
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('delegations', '0014_search_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicallettertemplate',
            name='event_name',
            field=core.translated_field.TranslatedField(blank=True, db_default={}, help_text='What {event} becomes, as the sentence needs it: “the 2027 Global Mayors’ Forum”. Leave empty to use the title.', max_length=200, verbose_name='name of the event in the letter'),
        ),
        migrations.AddField(
            model_name='lettertemplate',
            name='event_name',
            field=core.translated_field.TranslatedField(blank=True, db_default={}, help_text='What {event} becomes, as the sentence needs it: “the 2027 Global Mayors’ Forum”. Leave empty to use the title.', max_length=200, verbose_name='name of the event in the letter'),
        ),
    ]
