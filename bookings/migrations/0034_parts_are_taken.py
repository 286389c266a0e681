"""Parts are taken by the row that takes their room, and anew when rooms are made of others (ADR 16)."""

from pathlib import Path

from django.db import migrations

from audit.operations import Audited

SQL = Path(__file__).resolve().parents[1] / "sql"
COLUMNS = "room_id, starts_at, ends_at, hold_from, hold_until, status, placed, kind"


class Migration(migrations.Migration):
    dependencies = [("bookings", "0033_room_parts"), ("audit", "0002_record")]

    operations = [
        migrations.RunSQL(
            sql=[
                (SQL / "bookings_take_parts.sql").read_text(),
                (SQL / "bookings_parts_changed.sql").read_text(),
                "CREATE TRIGGER bookings_parts_taken AFTER INSERT OR UPDATE OF "
                f"{COLUMNS} ON bookings_occupancy FOR EACH ROW EXECUTE FUNCTION bookings_take_parts()",
                # Before, while the row can still be pointed to.
                "CREATE TRIGGER bookings_parts_free BEFORE DELETE ON bookings_occupancy "
                "FOR EACH ROW EXECUTE FUNCTION bookings_take_parts()",
                "CREATE TRIGGER bookings_parts_changed AFTER INSERT OR UPDATE OR DELETE ON bookings_roompart "
                "FOR EACH ROW EXECUTE FUNCTION bookings_parts_changed()",
            ],
            reverse_sql=[
                "DROP TRIGGER bookings_parts_taken ON bookings_occupancy",
                "DROP TRIGGER bookings_parts_free ON bookings_occupancy",
                "DROP TRIGGER bookings_parts_changed ON bookings_roompart",
                "DROP FUNCTION bookings_take_parts()",
                "DROP FUNCTION bookings_parts_changed()",
            ],
        ),
        Audited("bookings_roompart"),
    ]
