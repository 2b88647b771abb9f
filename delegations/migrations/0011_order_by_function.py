"""People by function: a page of a hundred thousand reads one function."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegations", "0010_reply_deadline")]

    operations = [
        migrations.AddIndex(
            model_name="attendee",
            index=models.Index(
                fields=["function_order", "delegation"], name="delegations_att_function"
            ),
        ),
    ]
