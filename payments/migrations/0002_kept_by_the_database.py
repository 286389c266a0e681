"""What keeps money right whoever writes it: refunds, credit, documents, tills; and all of it on record."""

from pathlib import Path

from django.db import migrations

from audit.operations import Audited

SQL = Path(__file__).resolve().parents[1] / "sql"
# What may change of a row that is kept as it was written.
CHANGING = {
    "payments_payment": "state,refunded_minor,reversed_at,reversed_because,note,external_id,external_account,version",
    "payments_refund": "state,reason",
    "payments_refundline": "external_id",
    "payments_creditmovement": "customer_id",
}


def function(name: str) -> migrations.RunSQL:
    return migrations.RunSQL(sql=(SQL / f"{name}.sql").read_text(), reverse_sql=f"DROP FUNCTION {name}()")


def trigger(name: str, table: str, definition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"CREATE TRIGGER {name} {definition}", reverse_sql=f"DROP TRIGGER {name} ON {table}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_initial"),
        ("audit", "0013_listed_redactions"),
    ]

    operations = [
        *(
            function(name)
            for name in (
                "payments_keep_refunds",
                "payments_refund_sums",
                "payments_keep_credit",
                "payments_stays",
                "payments_documents",
                "payments_till_closed",
            )
        ),
        trigger(
            "payments_refunds_kept",
            "payments_refundline",
            "AFTER INSERT ON payments_refundline FOR EACH ROW EXECUTE FUNCTION payments_keep_refunds()",
        ),
        trigger(
            "payments_refunds_failed",
            "payments_refund",
            "AFTER UPDATE OF state ON payments_refund FOR EACH ROW "
            "WHEN (NEW.state = 'failed' AND OLD.state <> 'failed') EXECUTE FUNCTION payments_keep_refunds()",
        ),
        *(
            migrations.RunSQL(
                sql=f"CREATE CONSTRAINT TRIGGER {table}_sums AFTER INSERT ON {table} "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_refund_sums()",
                reverse_sql=f"DROP TRIGGER {table}_sums ON {table}",
            )
            for table in ("payments_refund", "payments_refundline")
        ),
        trigger(
            "payments_credit_kept",
            "payments_creditmovement",
            "BEFORE INSERT ON payments_creditmovement FOR EACH ROW WHEN (NEW.amount_minor < 0) "
            "EXECUTE FUNCTION payments_keep_credit()",
        ),
        *(
            trigger(
                f"{table}_stays",
                table,
                f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION payments_stays('{free}')",
            )
            for table, free in CHANGING.items()
        ),
        trigger(
            "payments_refund_stays_failed",
            "payments_refund",
            "BEFORE UPDATE ON payments_refund FOR EACH ROW WHEN (OLD.state = 'failed') "
            "EXECUTE FUNCTION payments_stays('')",
        ),
        trigger(
            "payments_payment_stays_back",
            "payments_payment",
            "BEFORE UPDATE ON payments_payment FOR EACH ROW "
            "WHEN (OLD.state = 'reversed' AND NEW.state <> 'reversed') "
            "EXECUTE FUNCTION payments_stays('')",
        ),
        trigger(
            "payments_document_stays",
            "payments_document",
            "BEFORE INSERT OR UPDATE OR DELETE ON payments_document FOR EACH ROW "
            "EXECUTE FUNCTION payments_documents()",
        ),
        trigger(
            "payments_till_stays",
            "payments_till",
            "BEFORE UPDATE OR DELETE ON payments_till FOR EACH ROW EXECUTE FUNCTION payments_till_closed()",
        ),
        *(
            trigger(
                f"{table}_in_open_till",
                table,
                f"BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.till_id IS NOT NULL) "
                "EXECUTE FUNCTION payments_till_closed()",
            )
            for table in ("payments_payment", "payments_refund")
        ),
        Audited("payments_payment"),
        Audited("payments_refund"),
        Audited("payments_refundline"),
        Audited("payments_creditmovement"),
        Audited("payments_document"),
        Audited("payments_till"),
        Audited("payments_paymentsettings"),
        # The last number of each kind is beside the documents that have them: it makes no event of its own.
        Audited("payments_numberseries", ignored=("last",)),
    ]
