"""Payments that cardholders' banks took back, and what they were answered."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited

STATES = [
    ("warning_needs_response", "The bank asks"),
    ("warning_under_review", "The bank’s question is answered"),
    ("warning_closed", "The bank asked no further"),
    ("needs_response", "To be answered"),
    ("under_review", "The bank decides"),
    ("won", "Won"),
    ("lost", "Lost"),
    ("prevented", "Settled before it began"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0039_packs_of_no_shows"),
        ("payments", "0004_cards_on_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_account", models.CharField(max_length=255)),
                ("external_id", models.CharField(max_length=255)),
                ("state", models.CharField(choices=STATES, max_length=24)),
                ("reason", models.CharField(blank=True, default="", max_length=60)),
                ("amount_minor", models.BigIntegerField()),
                ("withdrawn_minor", models.BigIntegerField(default=0)),
                ("fee_minor", models.BigIntegerField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, default="", max_length=200)),
                ("evidence", models.JSONField(blank=True, default=dict)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="payments.payment",
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
                "indexes": [models.Index(models.F("venue"), models.F("opened_at"), name="dispute_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="dispute_is_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", [state for state, _ in STATES])),
                        name="dispute_state_known",
                    ),
                    models.UniqueConstraint(fields=("external_account", "external_id"), name="dispute_once"),
                ],
            },
        ),
        Audited("payments_dispute"),
    ]
