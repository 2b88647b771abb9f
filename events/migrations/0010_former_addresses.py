"""Addresses that rows once had; pages get the identifier by which they are found."""

import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import events.models.event


def _identify_pages(apps: Any, _editor: Any) -> None:
    pages = apps.get_model("events", "Page")
    records = apps.get_model("events", "HistoricalPage")
    for pk in {*pages.objects.values_list("pk", flat=True), *records.objects.values_list("id", flat=True)}:
        guid = uuid.uuid4()
        pages.objects.filter(pk=pk).update(guid=guid)
        records.objects.filter(id=pk).update(guid=guid)


def _addresses_so_far(apps: Any, _editor: Any) -> None:
    """What the history of a row says of its addresses."""
    former = apps.get_model("events", "FormerAddress").objects
    events = set(apps.get_model("events", "Event").objects.values_list("pk", flat=True))
    for name, event_of in (("Event", "id"), ("Page", "event_id"), ("NewsItem", "event_id")):
        rows = apps.get_model("events", name).objects.all()
        now = {row.pk: row for row in rows}
        records = apps.get_model("events", f"Historical{name}").objects.order_by("history_id")
        told = records.values_list("id", event_of, "slug", "history_date")
        for pk, event, slug, moment in told.iterator():
            row = now.get(pk)
            if row and event in events and (getattr(row, event_of), row.slug) != (event, slug):
                former.update_or_create(
                    kind=name.lower(), event_id=event, slug=slug, guid=row.guid,
                    defaults={"left_at": moment},
                )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("events", "0009_zones_of_places")]

    operations = [
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(editable=False, max_length=30)),
                ("slug", models.SlugField(db_index=False, editable=False, max_length=80)),
                ("guid", models.UUIDField(editable=False)),
                ("left_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "event",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "former address",
                "verbose_name_plural": "former addresses",
                "ordering": ("-left_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "slug", "event", "guid"), name="events_former_address_once"
                    )
                ],
            },
        ),
        *(
            migrations.AddField(
                model_name=name,
                name="guid",
                field=models.UUIDField(null=True, editable=False, verbose_name="identifier"),
            )
            for name in ("page", "historicalpage")
        ),
        migrations.RunPython(_identify_pages, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="page",
            name="guid",
            field=models.UUIDField(
                default=uuid.uuid4, editable=False, unique=True, verbose_name="identifier"
            ),
        ),
        migrations.AlterField(
            model_name="historicalpage",
            name="guid",
            field=models.UUIDField(
                db_index=True, default=uuid.uuid4, editable=False, verbose_name="identifier"
            ),
        ),
        *(
            migrations.AlterField(
                model_name=name,
                name="slug",
                field=models.SlugField(
                    help_text="For example gmf-2023. Links to a former name keep leading here.",
                    validators=[events.models.event.validate_event_slug],
                    verbose_name="short name in addresses",
                    **options,
                ),
            )
            for name, options in (("event", {"unique": True}), ("historicalevent", {}))
        ),
        migrations.RunPython(_addresses_so_far, migrations.RunPython.noop),
    ]
