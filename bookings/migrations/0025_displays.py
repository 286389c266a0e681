"""Screens at doors and in lobbies, on record from the start."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import bookings.models.displays
from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("bookings", "0024_erased_customers"), ("audit", "0002_record")]

    operations = [
        migrations.CreateModel(
            name="Display",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("link_nonce", models.CharField(default=bookings.models.displays.new_nonce, max_length=32)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="displays",
                        to="bookings.room",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="displays",
                        to="bookings.venue",
                    ),
                ),
            ],
        ),
        Audited("bookings_display", secret=["link_nonce", "token_hash"]),
    ]
