"""Accounts, entries and their lines, as they began."""

import django.db.models.deletion
from django.db import migrations, models

import boom.core.fields
import boom.core.models
import ledger.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80)),
                ("currency", models.CharField(max_length=3)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asset", "asset"),
                            ("liability", "liability"),
                            ("income", "income"),
                            ("expense", "expense"),
                        ],
                        max_length=9,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code", "currency"), name="ledger_account_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["asset", "expense", "income", "liability"])),
                        name="ledger_account_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="ledger_currency_named"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("about", models.CharField(blank=True, default="", max_length=80)),
                ("words", models.CharField(blank=True, default="", max_length=300)),
                ("actor_kind", models.CharField(blank=True, default="", max_length=16)),
                ("actor_id", models.CharField(blank=True, default="", max_length=64)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=ledger.models.ClockTimestamp(), editable=False),
                ),
                (
                    "transaction_id",
                    boom.core.fields.TransactionIdField(
                        db_default=boom.core.models.CurrentTransactionId(), editable=False
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="ledger.entry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EntryLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.account"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.entry"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.F("about"),
                models.F("id"),
                condition=models.Q(("about", ""), _negated=True),
                name="ledger_entry_by_about",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(models.F("at"), name="ledger_entry_by_time"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("key",), name="ledger_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="entryline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor", 0), _negated=True), name="ledger_line_is_something"
            ),
        ),
    ]
