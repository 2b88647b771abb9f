from collections import defaultdict

from django.db import migrations

import core.text.collation
from delegations.derived import standing_of
from delegations.precedence import places
from delegations.services.stored_forms import refresh_forms


def refresh(apps, schema_editor):
    """Folding and order have other rules: what is stored of each person and place follows."""
    using = schema_editor.connection.alias
    refresh_forms(apps.get_model('delegations', 'Attendee')._base_manager.using(using))
    heads = apps.get_model('delegations', 'Attendee')._base_manager.using(using).filter(is_head=True)
    ranks = dict(heads.values_list('delegation_id', 'rank_class'))
    of_event = defaultdict(list)
    delegations = apps.get_model('delegations', 'Delegation')._base_manager.using(using)
    for row in delegations.select_related('organisation'):
        of_event[row.event_id].append(row)
    for rows in of_event.values():
        found = places(standing_of(row, ranks.get(row.pk, '')) for row in rows)
        for row in rows:
            place = found[row.pk]
            if place != (row.alphabetical_position, row.precedence_position):
                delegations.filter(pk=row.pk).update(
                    alphabetical_position=place[0], precedence_position=place[1]
                )


class Migration(migrations.Migration):

    dependencies = [
        ('delegations', '0011_counting_index'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='attendee',
            options={'ordering': ('delegation', 'function_order', core.text.collation.ByBytes('sort_key'), 'pk'), 'verbose_name': 'attendee', 'verbose_name_plural': 'attendees'},
        ),
        migrations.RunPython(refresh, migrations.RunPython.noop),
    ]
