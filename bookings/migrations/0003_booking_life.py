"""What a booking lives through: requests, groups, fees, turnover of its own; rooms that are made ready.

The three exclusion constraints become deferrable, so that rooms can be exchanged in one transaction. That
builds their indexes anew, about ten seconds a million rows, with the table locked.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

import bookings.domain.lifecycle
import bookings.models.occupancy


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0002_on_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoomReadiness",
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
                        choices=[("dirty", "To clean"), ("cleaning", "Being cleaned"), ("ready", "Ready")],
                        default="ready",
                        max_length=8,
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="occupancy",
            name="occupancy_no_overlap",
        ),
        migrations.RemoveConstraint(
            model_name="occupancy",
            name="occupancy_kept_after",
        ),
        migrations.RemoveConstraint(
            model_name="occupancy",
            name="occupancy_kept_before",
        ),
        migrations.AddField(
            model_name="occupancy",
            name="answer_by",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="occupancy",
            name="checked_out_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="occupancy",
            name="continues",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="bookings.occupancy",
            ),
        ),
        migrations.AddField(
            model_name="occupancy",
            name="fee_minor",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="occupancy",
            name="group_reference",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="occupancy",
            name="late_minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="occupancy",
            name="late_note",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="occupancy",
            name="own_buffer_after",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="occupancy",
            name="own_buffer_before",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="room",
            name="needs_approval",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="venue",
            name="answer_within",
            field=models.PositiveIntegerField(db_default=1440, default=1440),
        ),
        migrations.AddField(
            model_name="venue",
            name="cancellation_tiers",
            field=models.JSONField(
                blank=True, db_default=models.Value("[]", models.JSONField()), default=list
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="extend_step",
            field=models.PositiveSmallIntegerField(db_default=30, default=30),
        ),
        migrations.AddField(
            model_name="venue",
            name="gap_rule",
            field=models.CharField(
                choices=[
                    ("off", "Allowed"),
                    ("warn", "Staff are warned"),
                    ("refuse", "Customers are not offered it"),
                ],
                db_default="off",
                default="off",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="most_bookings",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="venue",
            name="most_hours_a_day",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="venue",
            name="most_hours_a_month",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="venue",
            name="most_hours_a_week",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="venue",
            name="no_show_after",
            field=models.PositiveSmallIntegerField(db_default=15, default=15),
        ),
        migrations.AddField(
            model_name="venue",
            name="no_show_percent",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="venue",
            name="release_after",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="venue",
            name="tracks_cleaning",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="occupancy",
            index=models.Index(
                models.F("group_reference"),
                condition=models.Q(("group_reference", ""), _negated=True),
                name="occupancy_by_group",
            ),
        ),
        migrations.AddIndex(
            model_name="occupancy",
            index=models.Index(
                models.F("answer_by"),
                condition=models.Q(("status", bookings.domain.lifecycle.Status["PENDING"])),
                name="occupancy_requests",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("placed", True),
                    (
                        "status__in",
                        [
                            bookings.domain.lifecycle.Status["BLOCKED"],
                            bookings.domain.lifecycle.Status["CHECKED_IN"],
                            bookings.domain.lifecycle.Status["COMPLETED"],
                            bookings.domain.lifecycle.Status["CONFIRMED"],
                            bookings.domain.lifecycle.Status["HELD"],
                            bookings.domain.lifecycle.Status["PENDING"],
                        ],
                    ),
                ),
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                expressions=[
                    ("room", "="),
                    (
                        bookings.models.occupancy.TsTzRange(
                            "starts_at", "ends_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                        ),
                        "&&",
                    ),
                ],
                name="occupancy_no_overlap",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("kind", "booking"),
                    ("placed", True),
                    (
                        "status__in",
                        [
                            bookings.domain.lifecycle.Status["BLOCKED"],
                            bookings.domain.lifecycle.Status["CHECKED_IN"],
                            bookings.domain.lifecycle.Status["COMPLETED"],
                            bookings.domain.lifecycle.Status["CONFIRMED"],
                            bookings.domain.lifecycle.Status["HELD"],
                            bookings.domain.lifecycle.Status["PENDING"],
                        ],
                    ),
                ),
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                expressions=[
                    ("room", "="),
                    (
                        bookings.models.occupancy.TsTzRange(
                            "starts_at", "hold_until", django.contrib.postgres.fields.ranges.RangeBoundary()
                        ),
                        "&&",
                    ),
                ],
                name="occupancy_kept_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("kind", "booking"),
                    ("placed", True),
                    (
                        "status__in",
                        [
                            bookings.domain.lifecycle.Status["BLOCKED"],
                            bookings.domain.lifecycle.Status["CHECKED_IN"],
                            bookings.domain.lifecycle.Status["COMPLETED"],
                            bookings.domain.lifecycle.Status["CONFIRMED"],
                            bookings.domain.lifecycle.Status["HELD"],
                            bookings.domain.lifecycle.Status["PENDING"],
                        ],
                    ),
                ),
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                expressions=[
                    ("room", "="),
                    (
                        bookings.models.occupancy.TsTzRange(
                            "hold_from", "ends_at", django.contrib.postgres.fields.ranges.RangeBoundary()
                        ),
                        "&&",
                    ),
                ],
                name="occupancy_kept_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("fee_minor__isnull", True), ("fee_minor__gte", 0), _connector="OR"),
                name="occupancy_fee_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(("extend_step__gte", 5), ("extend_step__lte", 240)),
                name="venue_extend_step_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(("no_show_percent__lte", 100)), name="venue_no_show_percent_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("release_after", 0), ("release_after__gte", models.F("no_show_after")), _connector="OR"
                ),
                name="venue_release_not_before_grace",
            ),
        ),
        migrations.AddField(
            model_name="roomreadiness",
            name="room",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="readiness", to="bookings.room"
            ),
        ),
    ]
