"""Of a no-show's prepaid hours the share is kept that the venue keeps of a price; packs are locked in order."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("bookings", "0038_hosts_stay")]

    operations = [
        migrations.RunSQL(
            sql=(SQL / "bookings_keep_packs_of_no_shows.sql").read_text(),
            reverse_sql=(SQL / "bookings_keep_packs.sql")
            .read_text()
            .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1),
        ),
    ]
