"""Nights that repeat keep what was answered for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0051_fields_for_rooms"),
    ]

    operations = [
        migrations.AddField(
            model_name="series",
            name="answers",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
