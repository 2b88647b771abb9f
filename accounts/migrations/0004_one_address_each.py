"""Each account has one address: exactly one row that says whether its owner confirmed it.

Until now an account could take any address without being asked. What counts as confirmed is what
somebody showed who reads the mail: a row that is marked so, which only a code by mail could do. An
account whose own address is unconfirmed and that has a confirmed one beside it goes back to that
one, unless it belongs to somebody else. Everybody else types a code at the next log-in.
"""

import unicodedata

from django.db import migrations


def one_address_each(apps, schema_editor):
    user_model = apps.get_model("accounts", "User")
    rows = apps.get_model("account", "EmailAddress").objects
    for user in user_model.objects.order_by("pk").iterator():
        own = _canonical(user.email)
        confirmed = [
            _canonical(one.email) for one in rows.filter(user=user, verified=True).order_by("pk")
        ]
        address = own if own in confirmed or not confirmed else confirmed[0]
        others = user_model.objects.exclude(pk=user.pk)
        if others.filter(email=address).exists():
            address = user.email
        if address != user.email:
            user_model.objects.filter(pk=user.pk).update(email=address)
        rows.filter(user=user).delete()
        is_confirmed = address in confirmed
        rows.create(user=user, email=address, primary=True, verified=is_confirmed)


def _canonical(address):
    return unicodedata.normalize("NFKC", address).lower().strip()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_people_by_name"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(one_address_each, migrations.RunPython.noop)]
