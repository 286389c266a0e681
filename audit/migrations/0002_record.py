"""The functions that write the record and those that keep it as it was written."""

from pathlib import Path

from django.db import migrations

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        PublicSQL(
            sql=[(SQL / "boom_audit.sql").read_text(), (SQL / "boom_refuse_change.sql").read_text()],
            reverse_sql=["DROP FUNCTION public.boom_audit()", "DROP FUNCTION public.boom_refuse_change()"],
        ),
        migrations.RunSQL(
            sql=[
                "CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE ON audit_event "
                "FOR EACH ROW EXECUTE FUNCTION public.boom_refuse_change()",
                "CREATE TRIGGER audit_event_stays_whole BEFORE TRUNCATE ON audit_event "
                "FOR EACH STATEMENT EXECUTE FUNCTION public.boom_refuse_change()",
            ],
            reverse_sql=[
                "DROP TRIGGER audit_event_stays ON audit_event",
                "DROP TRIGGER audit_event_stays_whole ON audit_event",
            ],
        ),
    ]
