"""Rooms that only chosen guests see: what opens them, on record without its secrets, and its uses."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import bookings.models.private_links
from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0046_guest_lists"),
        ("audit", "0002_record"),
    ]

    operations = [
        migrations.AddField(
            model_name="room",
            name="is_private",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="PrivateLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "room_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "link_nonce",
                    models.CharField(default=bookings.models.private_links.new_nonce, max_length=32),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("code_hash", models.CharField(blank=True, default="", max_length=64)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("most_uses", models.PositiveIntegerField(blank=True, null=True)),
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
                        related_name="private_links",
                        to="bookings.venue",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PrivateUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="private_use",
                        to="bookings.occupancy",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="bookings.privatelink",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="privatelink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True), models.Q(("code_hash", ""), _negated=True)),
                fields=("venue", "code_hash"),
                name="private_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="privatelink",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_uses__isnull", True), ("most_uses__gte", 1), _connector="OR"),
                name="private_link_good_for_one",
            ),
        ),
        Audited("bookings_privatelink", secret=["link_nonce", "token_hash", "code_hash"]),
    ]
