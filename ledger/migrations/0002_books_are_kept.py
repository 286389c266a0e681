"""What keeps the books: every entry balances at commit, and nothing in them is ever changed."""

from pathlib import Path

from django.db import migrations

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"
TABLES = ("ledger_account", "ledger_entry", "ledger_entryline")


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        PublicSQL(
            sql=(SQL / "ledger_balances.sql").read_text(),
            reverse_sql="DROP FUNCTION public.ledger_balances()",
        ),
        PublicSQL(
            sql=(SQL / "ledger_stays.sql").read_text(), reverse_sql="DROP FUNCTION public.ledger_stays()"
        ),
        *(
            migrations.RunSQL(
                sql=f"CREATE CONSTRAINT TRIGGER {table}_balances AFTER INSERT ON {table} "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.ledger_balances()",
                reverse_sql=f"DROP TRIGGER {table}_balances ON {table}",
            )
            for table in ("ledger_entry", "ledger_entryline")
        ),
        *(
            migrations.RunSQL(
                sql=[
                    f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION public.ledger_stays()",
                    f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_stays()",
                ],
                reverse_sql=[
                    f"DROP TRIGGER {table}_stays ON {table}",
                    f"DROP TRIGGER {table}_stays_whole ON {table}",
                ],
            )
            for table in TABLES
        ),
    ]
