"""Bookings and rooms are held to the business's plan by the database, whoever writes them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


def _counts(row: str) -> str:
    """Whether a booking counts against the plan: it has a place, and was not called off or let go.

    The second stretch of a party that changed rooms is the same visit.
    """
    return (
        f"({row}.kind = 'booking' AND {row}.placed AND {row}.continues_id IS NULL "
        f"AND {row}.status NOT IN ('cancelled', 'expired'))"
    )


def _in_use(row: str) -> str:
    """Whether a room counts: it is in use, or will be by its plan."""
    return (
        f"({row}.state IN ('active', 'hidden') OR ({row}.state IN ('draft', 'archived') AND ({row}.planned @> "
        f"""'[{{"state": "active"}}]' OR {row}.planned @> '[{{"state": "hidden", "ends_on": null}}]')))"""
    )


class Migration(migrations.Migration):
    dependencies = [("bookings", "0040_examples"), ("billing", "0003_first_plans")]

    operations = [
        migrations.RunSQL(
            sql=[
                (SQL / "bookings_keep_to_plan.sql").read_text(),
                "CREATE TRIGGER bookings_plan_new AFTER INSERT ON bookings_occupancy FOR EACH ROW "
                f"WHEN {_counts('NEW')} EXECUTE FUNCTION bookings_keep_to_plan()",
                # A step that takes nothing more than the row had costs nothing: it is not even asked about.
                "CREATE TRIGGER bookings_plan_kept AFTER UPDATE OF status, placed, starts_at, continues_id "
                f"ON bookings_occupancy FOR EACH ROW WHEN ({_counts('NEW')} AND (NOT {_counts('OLD')} "
                "OR NEW.starts_at <> OLD.starts_at)) EXECUTE FUNCTION bookings_keep_to_plan()",
                (SQL / "bookings_rooms_keep_to_plan.sql").read_text(),
                "CREATE TRIGGER bookings_rooms_plan_new AFTER INSERT ON bookings_room FOR EACH ROW "
                f"WHEN ({_in_use('NEW')}) EXECUTE FUNCTION bookings_rooms_keep_to_plan()",
                "CREATE TRIGGER bookings_rooms_plan_kept AFTER UPDATE OF state, planned ON bookings_room "
                f"FOR EACH ROW WHEN ({_in_use('NEW')} AND NOT {_in_use('OLD')}) "
                "EXECUTE FUNCTION bookings_rooms_keep_to_plan()",
            ],
            reverse_sql=[
                "DROP TRIGGER bookings_rooms_plan_kept ON bookings_room",
                "DROP TRIGGER bookings_rooms_plan_new ON bookings_room",
                "DROP FUNCTION bookings_rooms_keep_to_plan()",
                "DROP TRIGGER bookings_plan_kept ON bookings_occupancy",
                "DROP TRIGGER bookings_plan_new ON bookings_occupancy",
                "DROP FUNCTION bookings_keep_to_plan()",
            ],
        ),
    ]
