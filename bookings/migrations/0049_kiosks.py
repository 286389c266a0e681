"""Tablets at the door that guests help themselves at, on record without what they carry."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0048_lists_of_rooms_and_bookings"),
        ("audit", "0002_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kiosk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("seats_walk_ins", models.BooleanField(default=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kiosks",
                        to="bookings.venue",
                    ),
                ),
            ],
        ),
        Audited("bookings_kiosk", secret=["token_hash"]),
    ]
