"""Questions about bookings may be for chosen rooms."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0050_whatsapp_consent"),
    ]

    operations = [
        migrations.AddField(
            model_name="formfield",
            name="room_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
    ]
