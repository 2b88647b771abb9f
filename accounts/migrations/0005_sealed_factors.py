"""Secrets of apps and seeds of recovery codes are encrypted with DATA_KEYS, and back."""

from django.db import migrations

from core.encrypted import open_text, seal_text
from core.sealed import Unreadable


def seal_factors(apps, schema_editor):
    _change(apps, lambda text: text if _is_sealed(text) else seal_text(text))


def open_factors(apps, schema_editor):
    _change(apps, open_text)


def _change(apps, change):
    rows = apps.get_model("mfa", "Authenticator").objects
    for row in rows.filter(type__in=("totp", "recovery_codes")).order_by("pk"):
        for key in ("secret", "seed"):
            if key in row.data:
                row.data[key] = change(row.data[key])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [change(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


def _is_sealed(text):
    try:
        open_text(text)
    except Unreadable:
        return False
    return True


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_one_address_each"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal_factors, open_factors)]
