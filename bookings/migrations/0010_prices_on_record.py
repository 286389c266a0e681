"""The tables of prices go on record, and what bookings claim of scarce things follows from their rows."""

from pathlib import Path

from django.db import migrations

from audit.operations import Audited

SQL = Path(__file__).resolve().parents[1] / "sql"
# Most bookings claim nothing, and pay nothing for the triggers.
CLAIM = "price_terms ?| ARRAY['promo', 'voucher', 'stock']"
CLAIMS = "price_terms, status, starts_at, ends_at, customer_id"


class Migration(migrations.Migration):
    dependencies = [("bookings", "0009_prices"), ("audit", "0002_record")]

    operations = [
        Audited("bookings_customerclass"),
        Audited("bookings_pricelist"),
        Audited("bookings_rate"),
        Audited("bookings_holiday"),
        Audited("bookings_adjustment"),
        Audited("bookings_addon"),
        Audited("bookings_package"),
        Audited("bookings_packageitem"),
        Audited("bookings_bookedaddon"),
        Audited("bookings_promocode"),
        Audited("bookings_promouse"),
        # Whoever knows a voucher's code can spend it.
        Audited("bookings_giftvoucher", secret=["code"]),
        Audited("bookings_voucheruse"),
        Audited("bookings_tax"),
        Audited("bookings_fee"),
        Audited("bookings_depositrule"),
        migrations.RunSQL(
            sql=[
                (SQL / "bookings_keep_claims.sql").read_text(),
                "CREATE TRIGGER bookings_claims_new AFTER INSERT ON bookings_occupancy FOR EACH ROW "
                f"WHEN (NEW.{CLAIM}) EXECUTE FUNCTION bookings_keep_claims()",
                f"CREATE TRIGGER bookings_claims_kept AFTER UPDATE OF {CLAIMS} ON bookings_occupancy "
                f"FOR EACH ROW WHEN ((NEW.{CLAIM} OR OLD.{CLAIM}) AND "
                "(NEW.price_terms, NEW.status, NEW.starts_at, NEW.ends_at, NEW.customer_id) IS DISTINCT FROM "
                "(OLD.price_terms, OLD.status, OLD.starts_at, OLD.ends_at, OLD.customer_id)) "
                "EXECUTE FUNCTION bookings_keep_claims()",
                # Before, while the claims can still be found; what is left of them goes with the row.
                "CREATE TRIGGER bookings_claims_gone BEFORE DELETE ON bookings_occupancy FOR EACH ROW "
                f"WHEN (OLD.{CLAIM}) EXECUTE FUNCTION bookings_keep_claims()",
            ],
            reverse_sql=[
                "DROP TRIGGER bookings_claims_new ON bookings_occupancy",
                "DROP TRIGGER bookings_claims_kept ON bookings_occupancy",
                "DROP TRIGGER bookings_claims_gone ON bookings_occupancy",
                "DROP FUNCTION bookings_keep_claims()",
            ],
        ),
    ]
