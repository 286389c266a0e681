"""While a smaller plan is to begin, no more rooms open than that one has."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("bookings", "0042_vouchers_of_test_mode"), ("billing", "0004_subscriptions")]

    operations = [
        migrations.RunSQL(
            sql=(SQL / "bookings_rooms_keep_to_next_plan.sql").read_text(),
            reverse_sql=(SQL / "bookings_rooms_keep_to_plan.sql")
            .read_text()
            .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1),
        ),
    ]
