"""Cards that guests leave for a fee, on record."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0041_kept_to_plan"),
        ("payments", "0003_payment_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentsettings",
            name="keeps_card",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="KeptCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Under way"),
                            ("kept", "Kept"),
                            ("failed", "Not left"),
                            ("forgotten", "Forgotten"),
                        ],
                        default="pending",
                        max_length=9,
                    ),
                ),
                ("external_account", models.CharField(max_length=255)),
                ("session_id", models.CharField(blank=True, default="", max_length=255)),
                ("external_customer", models.CharField(blank=True, default="", max_length=255)),
                ("external_id", models.CharField(blank=True, default="", max_length=255)),
                ("brand", models.CharField(blank=True, default="", max_length=40)),
                ("last_four", models.CharField(blank=True, default="", max_length=4)),
                ("expires", models.CharField(blank=True, default="", max_length=7)),
                ("begun_at", models.DateTimeField()),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_cards",
                        to="bookings.occupancy",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.venue"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "kept", "failed", "forgotten"])),
                        name="kept_card_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "kept")),
                        fields=("booking",),
                        name="kept_card_once_a_booking",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), _negated=True),
                            models.Q(
                                models.Q(("external_id", ""), _negated=True),
                                models.Q(("external_customer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="kept_card_can_be_charged",
                    ),
                ],
            },
        ),
        Audited("payments_keptcard"),
    ]
