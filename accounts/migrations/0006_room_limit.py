"""Single rooms that somebody is limited to."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_board_look"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="room_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
    ]
