"""What cardholders' banks have of a payment is kept beside what was given back, and not given twice."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import F, Q

SQL = Path(__file__).resolve().parents[1] / "sql"
STAYS = (
    "DROP TRIGGER payments_payment_stays ON payments_payment; "
    "CREATE TRIGGER payments_payment_stays BEFORE UPDATE OR DELETE ON payments_payment "
    "FOR EACH ROW EXECUTE FUNCTION payments_stays('{free}')"
)
BEFORE = (
    "state,refunded_minor,reversed_at,reversed_because,note,external_id,external_account,version,"
    "external_fee_id,fee_minor,platform_fee_back_minor"
)
NOW = f"{BEFORE},charged_back_minor"
HELD = """
UPDATE payments_payment payment
   SET charged_back_minor = greatest(0, least(payment.amount_minor, held.minor))
  FROM (SELECT payment_id, sum(withdrawn_minor) AS minor FROM payments_dispute GROUP BY payment_id) AS held
 WHERE held.payment_id = payment.id AND held.minor > 0
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0013_giving_in")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="charged_back_minor",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=Q(charged_back_minor__gte=0, charged_back_minor__lte=F("amount_minor")),
                name="payment_charged_back_within_it",
            ),
        ),
        migrations.RunSQL(sql=STAYS.format(free=NOW), reverse_sql=STAYS.format(free=BEFORE)),
        migrations.RunSQL(sql=HELD, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(
            sql=(SQL / "payments_keep_charge_backs.sql").read_text(),
            reverse_sql="DROP FUNCTION payments_keep_charge_backs()",
        ),
        migrations.RunSQL(
            sql="CREATE TRIGGER payments_charge_backs_kept AFTER INSERT OR UPDATE OF withdrawn_minor "
            "ON payments_dispute FOR EACH ROW EXECUTE FUNCTION payments_keep_charge_backs()",
            reverse_sql="DROP TRIGGER payments_charge_backs_kept ON payments_dispute",
        ),
        migrations.RunSQL(
            sql=(SQL / "payments_keep_refunds_of_what_is_left.sql").read_text(),
            reverse_sql=(SQL / "payments_keep_refunds.sql")
            .read_text()
            .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1),
        ),
    ]
