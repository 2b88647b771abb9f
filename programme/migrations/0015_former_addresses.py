"""Addresses that sub-forums had so far, from their history."""

from typing import Any

from django.db import migrations


def _addresses_so_far(apps: Any, _editor: Any) -> None:
    former = apps.get_model("events", "FormerAddress").objects
    events = set(apps.get_model("events", "Event").objects.values_list("pk", flat=True))
    now = {row.pk: row for row in apps.get_model("programme", "SubForum").objects.all()}
    records = apps.get_model("programme", "HistoricalSubForum").objects.order_by("history_id")
    told = records.values_list("id", "event_id", "slug", "history_date")
    for pk, event, slug, moment in told.iterator():
        row = now.get(pk)
        if row and event in events and (row.event_id, row.slug) != (event, slug):
            former.update_or_create(
                kind="subforum", event_id=event, slug=slug, guid=row.guid,
                defaults={"left_at": moment},
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("programme", "0014_order_of_unicode"), ("events", "0010_former_addresses")]

    operations = [migrations.RunPython(_addresses_so_far, migrations.RunPython.noop)]
