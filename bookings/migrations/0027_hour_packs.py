"""Hours that customers paid for ahead, what bookings take of them, and both on record."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited

SQL = Path(__file__).resolve().parents[1] / "sql"
# Most bookings take nothing of a pack, and pay nothing for the triggers.
TAKES = "price_terms ? 'pack'"


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0026_customer_class_online"),
    ]

    operations = [
        migrations.CreateModel(
            name="HourPack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("minutes_bought", models.PositiveIntegerField()),
                ("minutes_left", models.IntegerField()),
                ("price_minor", models.BigIntegerField()),
                (
                    "room_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("good_until", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("active", "In force"), ("archived", "Archived")],
                        default="active",
                        max_length=8,
                    ),
                ),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hour_packs",
                        to="bookings.customer",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.venue"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PackUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("minutes", models.PositiveIntegerField()),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="pack_use",
                        to="bookings.occupancy",
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="bookings.hourpack",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="hourpack",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "archived", "draft"])),
                name="hour_pack_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="hourpack",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes_bought__gt", 0)), name="hour_pack_holds_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="hourpack",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_minor__gte", 0)), name="hour_pack_price_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="hourpack",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekdays__contained_by", [0, 1, 2, 3, 4, 5, 6])),
                name="hour_pack_weekdays_in_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="hourpack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes_left__gte", 0), ("minutes_left__lte", models.F("minutes_bought"))
                ),
                name="hour_pack_balance_within_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="packuse",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gt", 0)), name="pack_use_is_something"
            ),
        ),
        Audited("bookings_hourpack"),
        Audited("bookings_packuse"),
        migrations.RunSQL(
            sql=[
                (SQL / "bookings_keep_packs.sql").read_text(),
                "CREATE TRIGGER bookings_packs_new AFTER INSERT ON bookings_occupancy FOR EACH ROW "
                f"WHEN (NEW.{TAKES}) EXECUTE FUNCTION bookings_keep_packs()",
                "CREATE TRIGGER bookings_packs_kept AFTER UPDATE OF price_terms, status ON bookings_occupancy "
                f"FOR EACH ROW WHEN ((NEW.{TAKES} OR OLD.{TAKES}) AND "
                "(NEW.price_terms, NEW.status) IS DISTINCT FROM (OLD.price_terms, OLD.status)) "
                "EXECUTE FUNCTION bookings_keep_packs()",
                # Before, while the use can still be found; what is left of it goes with the row.
                "CREATE TRIGGER bookings_packs_gone BEFORE DELETE ON bookings_occupancy FOR EACH ROW "
                f"WHEN (OLD.{TAKES}) EXECUTE FUNCTION bookings_keep_packs()",
            ],
            reverse_sql=[
                "DROP TRIGGER bookings_packs_new ON bookings_occupancy",
                "DROP TRIGGER bookings_packs_kept ON bookings_occupancy",
                "DROP TRIGGER bookings_packs_gone ON bookings_occupancy",
                "DROP FUNCTION bookings_keep_packs()",
            ],
        ),
    ]
