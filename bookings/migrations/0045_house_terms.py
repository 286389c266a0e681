"""What customers agree to when they book: the texts, their versions, and each yes; kept as they are, on record."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited

SQL = Path(__file__).resolve().parents[1] / "sql"
KEPT = ("bookings_termsversion", "bookings_agreement")


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0044_vouchers_of_no_shows"),
        ("audit", "0002_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="HouseTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "room_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="house_terms",
                        to="bookings.venue",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField()),
                ("published_at", models.DateTimeField()),
                (
                    "terms",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="bookings.houseterms",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("address", models.CharField(blank=True, default="", max_length=45)),
                (
                    "source",
                    models.CharField(
                        choices=[("online", "On the booking page"), ("api", "In a program of yours")],
                        max_length=6,
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="bookings.occupancy",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bookings.termsversion",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="termsversion",
            constraint=models.UniqueConstraint(fields=("terms", "number"), name="terms_version_once"),
        ),
        migrations.AddConstraint(
            model_name="termsversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="terms_version_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(fields=("booking", "version"), name="agreement_once"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["api", "online"])), name="agreement_source_known"
            ),
        ),
        migrations.RunSQL(
            sql=[
                (SQL / "bookings_agreed_stays.sql").read_text(),
                *(
                    f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION bookings_agreed_stays()"
                    for table in KEPT
                ),
            ],
            reverse_sql=[
                *(f"DROP TRIGGER {table}_stays ON {table}" for table in KEPT),
                "DROP FUNCTION bookings_agreed_stays()",
            ],
        ),
        Audited("bookings_houseterms"),
        Audited("bookings_termsversion"),
        Audited("bookings_agreement"),
    ]
