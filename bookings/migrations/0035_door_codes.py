"""Codes for doors: the option of venues and rooms, and the codes, on record but for which they are."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import bookings.models.occupancy
from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("bookings", "0034_parts_are_taken"), ("audit", "0002_record")]

    operations = [
        migrations.CreateModel(
            name="DoorCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8)),
                ("starts_at", models.DateTimeField()),
                ("good_from", models.DateTimeField()),
                ("good_until", models.DateTimeField()),
                (
                    "issued_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="room",
            name="door_code_digits",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="venue",
            name="door_code_digits",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="venue",
            name="door_code_hours",
            field=models.PositiveSmallIntegerField(db_default=24, default=24),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("door_code_digits__isnull", True),
                    ("door_code_digits", 0),
                    ("door_code_digits__range", (4, 8)),
                    _connector="OR",
                ),
                name="room_door_code_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("door_code_digits", 0), ("door_code_digits__range", (4, 8)), _connector="OR"
                ),
                name="venue_door_code_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(("door_code_hours__lte", 720)), name="venue_door_code_shown_in_range"
            ),
        ),
        migrations.AddField(
            model_name="doorcode",
            name="booking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="door_codes",
                to="bookings.occupancy",
            ),
        ),
        migrations.AddField(
            model_name="doorcode",
            name="room",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="bookings.room",
            ),
        ),
        migrations.AddField(
            model_name="doorcode",
            name="venue",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="bookings.venue",
            ),
        ),
        migrations.AddConstraint(
            model_name="doorcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[0-9]{4,8}$")), name="door_code_is_digits"
            ),
        ),
        migrations.AddConstraint(
            model_name="doorcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("good_until__gt", models.F("good_from"))), name="door_code_has_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="doorcode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("booking",),
                name="door_code_one_a_booking",
            ),
        ),
        migrations.AddConstraint(
            model_name="doorcode",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                expressions=[
                    ("venue", "="),
                    ("code", "="),
                    (
                        bookings.models.occupancy.TsTzRange(
                            "good_from", "good_until", django.contrib.postgres.fields.ranges.RangeBoundary()
                        ),
                        "&&",
                    ),
                ],
                name="door_code_unlike_others",
            ),
        ),
        Audited("bookings_doorcode", secret=["code"]),
    ]
