"""Bookings and blocks that repeat: the rule in a table of its own, on record, and its nights linked to it."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0013_week_starts"),
        ("audit", "0002_record"),
    ]

    operations = [
        migrations.AddField(
            model_name="occupancy",
            name="series_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_block", models.BooleanField(default=False)),
                ("guest_name", models.TextField(blank=True, default="")),
                ("rule", models.CharField(max_length=200)),
                ("first_on", models.DateField()),
                ("start", models.CharField(max_length=6)),
                ("minutes", models.PositiveIntegerField()),
                ("left_out", models.JSONField(blank=True, default=list)),
                ("planned_until", models.DateField()),
                ("missed", models.JSONField(blank=True, default=list)),
                ("party_size", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("source", models.CharField(blank=True, default="", max_length=12)),
                ("note", models.TextField(blank=True, default="")),
                ("staff_note", models.TextField(blank=True, default="")),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("idempotency_key", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="bookings.customer",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="bookings.series",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="series", to="bookings.room"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "db_table": "bookings_series",
            },
        ),
        migrations.AddField(
            model_name="occupancy",
            name="series",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="occupancies",
                to="bookings.series",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("series__isnull", True), ("series_on__isnull", True)),
                    models.Q(("series__isnull", False), ("series_on__isnull", False)),
                    _connector="OR",
                ),
                name="occupancy_series_has_its_night",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("series__isnull", False)),
                fields=("series", "series_on"),
                name="occupancy_once_a_night_in_series",
            ),
        ),
        migrations.AddIndex(
            model_name="series",
            index=models.Index(
                models.F("planned_until"),
                condition=models.Q(("ended_at__isnull", True)),
                name="series_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(condition=models.Q(("minutes__gte", 1)), name="series_lasts"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule", ""), _negated=True), name="series_has_a_rule"
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("party_size__isnull", True), ("party_size__gte", 1), _connector="OR"),
                name="series_party_not_empty",
            ),
        ),
        # The key is the form's own secret.
        Audited("bookings_series", secret=["idempotency_key"]),
    ]
