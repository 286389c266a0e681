"""A no-show's gift voucher pays the fee and no more; what it paid beyond that is on it again."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
CLAIM = "price_terms ?| ARRAY['promo', 'voucher', 'stock']"
BEFORE = ("price_terms", "status", "starts_at", "ends_at", "customer_id")
NOW = (*BEFORE, "fee_minor")
REFILLED = """
UPDATE bookings_giftvoucher voucher SET balance_minor = voucher.balance_minor + rest.minor
  FROM (SELECT used.voucher_id, sum(used.amount_minor - coalesce(booking.fee_minor, 0)) AS minor
          FROM bookings_voucheruse used JOIN bookings_occupancy booking ON booking.id = used.booking_id
         WHERE booking.status = 'no_show' AND used.amount_minor > coalesce(booking.fee_minor, 0)
         GROUP BY used.voucher_id) AS rest
 WHERE rest.voucher_id = voucher.id
"""
# A use is over something: what pays nothing any more is none.
UNUSED = """
DELETE FROM bookings_voucheruse used USING bookings_occupancy booking
 WHERE booking.id = used.booking_id AND booking.status = 'no_show' AND coalesce(booking.fee_minor, 0) = 0
"""
USED_LESS = """
UPDATE bookings_voucheruse used SET amount_minor = booking.fee_minor FROM bookings_occupancy booking
 WHERE booking.id = used.booking_id AND booking.status = 'no_show' AND used.amount_minor > booking.fee_minor
"""


def kept(columns: tuple[str, ...]) -> list[str]:
    """The trigger on changed bookings, for changes of these columns."""
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return [
        "DROP TRIGGER bookings_claims_kept ON bookings_occupancy",
        f"CREATE TRIGGER bookings_claims_kept AFTER UPDATE OF {', '.join(columns)} ON bookings_occupancy "
        f"FOR EACH ROW WHEN ((NEW.{CLAIM} OR OLD.{CLAIM}) AND ({new}) IS DISTINCT FROM ({old})) "
        "EXECUTE FUNCTION bookings_keep_claims()",
    ]


class Migration(migrations.Migration):
    dependencies = [("bookings", "0043_rooms_keep_to_next_plan")]

    operations = [
        migrations.RunSQL(sql=[REFILLED, UNUSED, USED_LESS], reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(
            sql=[(SQL / "bookings_keep_claims_of_no_shows.sql").read_text(), *kept(NOW)],
            reverse_sql=[
                (SQL / "bookings_keep_claims.sql")
                .read_text()
                .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1),
                *kept(BEFORE),
            ],
        ),
    ]
