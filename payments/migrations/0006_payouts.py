"""What was paid out to the bank, and what it is made of."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited

STATES = [
    ("pending", "Being made"),
    ("in_transit", "On its way"),
    ("paid", "With the bank"),
    ("failed", "Sent back by the bank"),
    ("canceled", "Called off"),
]
KINDS = [
    ("charge", "Payment"),
    ("refund", "Refund"),
    ("dispute", "Dispute"),
    ("fee", "Fee"),
    ("other", "Other"),
]


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def of(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model
    )


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_disputes")]

    operations = [
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", key()),
                ("external_account", models.CharField(max_length=255)),
                ("external_id", models.CharField(max_length=255)),
                ("state", models.CharField(choices=STATES, max_length=10)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("is_automatic", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                ("arrives_at", models.DateTimeField()),
                ("failure", models.CharField(blank=True, default="", max_length=200)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("made_at"), name="payout_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", [state for state, _ in STATES])),
                        name="payout_state_known",
                    ),
                    models.UniqueConstraint(fields=("external_account", "external_id"), name="payout_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutLine",
            fields=[
                ("id", key()),
                ("external_id", models.CharField(max_length=255)),
                ("source_id", models.CharField(blank=True, default="", max_length=255)),
                ("kind", models.CharField(choices=KINDS, max_length=8)),
                ("amount_minor", models.BigIntegerField()),
                ("fee_minor", models.BigIntegerField()),
                ("net_minor", models.BigIntegerField()),
                ("words", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("booked_minor", models.BigIntegerField(blank=True, null=True)),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="payments.payout",
                    ),
                ),
                ("payment", of("payments.payment")),
                ("refund_line", of("payments.refundline")),
                ("dispute", of("payments.dispute")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [kind for kind, _ in KINDS])),
                        name="payout_line_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("net_minor", models.F("amount_minor") - models.F("fee_minor"))),
                        name="payout_line_adds_up",
                    ),
                    models.UniqueConstraint(fields=("payout", "external_id"), name="payout_line_once"),
                ],
            },
        ),
        Audited("payments_payout"),
        Audited("payments_payoutline"),
    ]
