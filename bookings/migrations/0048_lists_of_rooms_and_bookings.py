"""Lists of rooms and bookings come in beside those of customers: what they are of, and how they are written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0047_private_rooms"),
    ]

    operations = [
        migrations.AddField(
            model_name="customerimport",
            name="kind",
            field=models.CharField(
                choices=[("customers", "Customers"), ("rooms", "Rooms"), ("bookings", "Bookings")],
                db_default="customers",
                default="customers",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="customerimport",
            name="reading",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="customerimport",
            name="titles",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="customerimport",
            name="venue",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.venue"
            ),
        ),
        migrations.AddField(
            model_name="importline",
            name="booking",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="bookings.occupancy",
            ),
        ),
        migrations.AddField(
            model_name="importline",
            name="ends_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="importline",
            name="room",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="bookings.room",
            ),
        ),
        migrations.AddField(
            model_name="importline",
            name="starts_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="importline",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("added", "New"),
                    ("changed", "Known, changed"),
                    ("same", "Known, nothing new"),
                    ("refused", "Not imported"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="importline",
            index=models.Index(models.F("room"), models.F("starts_at"), name="import_line_by_room"),
        ),
        migrations.AddConstraint(
            model_name="customerimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["bookings", "customers", "rooms"])), name="import_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="customerimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "customers"), ("venue__isnull", False), _connector="OR"),
                name="import_has_its_venue",
            ),
        ),
    ]
