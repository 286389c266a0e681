"""Payments, refunds, credit, tills, documents and settings, as they began."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import payments.models.settings


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("bookings", "0039_packs_of_no_shows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Till",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("float_minor", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(blank=True, default="", max_length=200)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, default="", max_length=200)),
                ("counts", models.JSONField(blank=True, default=list)),
                ("difference_minor", models.BigIntegerField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.venue"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("allowed_minor", models.BigIntegerField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("to_credit", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "Under way"), ("done", "Given back"), ("failed", "Failed")],
                        default="done",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("items", models.JSONField(blank=True, default=list)),
                ("given_at", models.DateTimeField()),
                ("given_by", models.CharField(blank=True, default="", max_length=200)),
                ("given_by_id", models.CharField(blank=True, default="", max_length=64)),
                ("idempotency_key", models.CharField(blank=True, max_length=64, null=True, unique=True)),
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
                        related_name="refunds",
                        to="bookings.occupancy",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.venue"
                    ),
                ),
                (
                    "till",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="payments.till",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("cash", "Cash"),
                            ("terminal", "Card terminal"),
                            ("bank", "Bank transfer"),
                            ("credit", "Credit"),
                            ("card", "Card online"),
                        ],
                        max_length=8,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("refunded_minor", models.BigIntegerField(default=0, editable=False)),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Under way"),
                            ("taken", "Taken"),
                            ("failed", "Failed"),
                            ("reversed", "Taken back"),
                        ],
                        default="taken",
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("taken_at", models.DateTimeField()),
                ("taken_by", models.CharField(blank=True, default="", max_length=200)),
                ("taken_by_id", models.CharField(blank=True, default="", max_length=64)),
                ("reversed_at", models.DateTimeField(blank=True, null=True)),
                ("reversed_because", models.CharField(blank=True, default="", max_length=300)),
                ("external_id", models.CharField(blank=True, default="", max_length=255)),
                ("external_account", models.CharField(blank=True, default="", max_length=255)),
                ("idempotency_key", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                        related_name="payments",
                        to="bookings.occupancy",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.venue"
                    ),
                ),
                (
                    "till",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="payments.till",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "Receipt"),
                            ("invoice", "Invoice"),
                            ("credit_note", "Credit note"),
                        ],
                        max_length=11,
                    ),
                ),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.venue"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("venue", "kind"), name="number_series_once")],
            },
        ),
        migrations.CreateModel(
            name="PaymentSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("legal_name", models.CharField(blank=True, default="", max_length=200)),
                ("legal_address", models.CharField(blank=True, default="", max_length=400)),
                ("tax_id", models.CharField(blank=True, default="", max_length=60)),
                ("prefix", models.CharField(blank=True, default="", max_length=10)),
                (
                    "methods",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        default=payments.models.settings.all_methods,
                        size=None,
                    ),
                ),
                (
                    "due_rule",
                    models.CharField(
                        choices=[
                            ("at_visit", "At the visit"),
                            ("at_booking", "When it is booked"),
                            ("days_before", "So many days before the visit"),
                        ],
                        default="at_visit",
                        max_length=11,
                    ),
                ),
                ("due_days", models.PositiveSmallIntegerField(default=0)),
                (
                    "venue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_settings",
                        to="bookings.venue",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("methods__contained_by", ["cash", "terminal", "bank"])),
                        name="payment_settings_methods_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("prefix", ""), ("prefix__regex", "^[A-Z0-9][A-Z0-9-]{0,9}$"), _connector="OR"
                        ),
                        name="payment_settings_prefix_readable",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_days__lte", 365)), name="payment_settings_due_in_range"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_rule__in", ["at_visit", "at_booking", "days_before"])),
                        name="payment_settings_rule_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "Receipt"),
                            ("invoice", "Invoice"),
                            ("credit_note", "Credit note"),
                        ],
                        max_length=11,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("issued_at", models.DateTimeField()),
                ("credited_minor", models.BigIntegerField(default=0)),
                ("total_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("buyer", models.CharField(blank=True, default="", max_length=300)),
                ("body", models.JSONField()),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="bookings.occupancy",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="payments.document",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.venue"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="payments.payment",
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="payments.refund",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("venue"), models.F("issued_at"), name="document_by_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("venue", "kind", "number"), name="document_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", 0)), name="document_numbers_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total_minor__gte", 0)), name="document_total_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["receipt", "invoice", "credit_note"])),
                        name="document_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credited_minor", 0),
                            models.Q(("corrects__isnull", False), ("kind", "credit_note")),
                            _connector="OR",
                        ),
                        name="document_credits_an_invoice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditMovement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_movements",
                        to="bookings.customer",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.venue"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_movements",
                        to="payments.payment",
                    ),
                ),
                (
                    "refund",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credited",
                        to="payments.refund",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor", 0), _negated=True),
                        name="credit_movement_is_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount_minor__gt", 0), ("payment__isnull", True), ("refund__isnull", False)
                            ),
                            models.Q(("payment__isnull", False), ("refund__isnull", True)),
                            _connector="OR",
                        ),
                        name="credit_movement_has_a_cause",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("cash", "Cash"),
                            ("terminal", "Card terminal"),
                            ("bank", "Bank transfer"),
                            ("credit", "Credit"),
                            ("card", "Card online"),
                        ],
                        max_length=8,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("external_id", models.CharField(blank=True, default="", max_length=255)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund_lines",
                        to="payments.payment",
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="payments.refund",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="refund_line_is_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["cash", "terminal", "bank", "credit", "card"])),
                        name="refund_line_method_known",
                    ),
                    models.UniqueConstraint(fields=("refund", "payment"), name="refund_line_once_a_payment"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="till",
            index=models.Index(models.F("venue"), models.F("opened_at"), name="till_by_time"),
        ),
        migrations.AddConstraint(
            model_name="till",
            constraint=models.CheckConstraint(
                condition=models.Q(("float_minor__gte", 0)), name="till_float_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="till",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("venue",),
                name="till_open_once_a_venue",
            ),
        ),
        migrations.AddConstraint(
            model_name="till",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("difference_minor__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("difference_minor__isnull", False)),
                    _connector="OR",
                ),
                name="till_closed_with_a_count",
            ),
        ),
        migrations.AddConstraint(
            model_name="till",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("difference_minor__isnull", True),
                    ("difference_minor", 0),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="till_difference_has_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(models.F("venue"), models.F("given_at"), name="refund_by_time"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="refund_is_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allowed_minor__gte", 0), ("allowed_minor__lte", models.F("amount_minor"))
                ),
                name="refund_allowance_within_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allowed_minor", 0), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="refund_off_the_price_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "done", "failed"])), name="refund_state_known"
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(models.F("venue"), models.F("taken_at"), name="payment_by_time"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="payment_is_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refunded_minor__gte", 0), ("refunded_minor__lte", models.F("amount_minor"))
                ),
                name="payment_refunded_within_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["cash", "terminal", "bank", "credit", "card"])),
                name="payment_method_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "taken", "failed", "reversed"])),
                name="payment_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "reversed"), _negated=True),
                    models.Q(("refunded_minor", 0), ("reversed_at__isnull", False)),
                    _connector="OR",
                ),
                name="payment_reversed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="payment_currency_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=("external_account", "external_id"),
                name="payment_external_once",
            ),
        ),
    ]
