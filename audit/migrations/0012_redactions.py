"""What is personal can be blanked on the record, and that it was is on record itself."""

from pathlib import Path

from django.db import migrations, models

import audit.models
from audit.operations import Audited
from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0011_board_look_unrecorded"),
    ]

    operations = [
        PublicSQL(
            sql=[
                (SQL / "boom_blank.sql").read_text(),
                (SQL / "boom_redact.sql").read_text(),
                (SQL / "boom_refuse_change_but_redactions.sql").read_text(),
            ],
            reverse_sql=[
                (SQL / "boom_refuse_change.sql")
                .read_text()
                .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
                "DROP FUNCTION public.boom_redact(text, text, text[], text[])",
                "DROP FUNCTION public.boom_blank(jsonb, text[])",
            ],
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=audit.models.ClockTimestamp(), editable=False)),
                ("about", models.CharField(max_length=120)),
                ("events", models.JSONField()),
            ],
            options={
                "db_table": "audit_redaction",
            },
        ),
        Audited("audit_redaction"),
        migrations.RunSQL(
            sql=[
                "CREATE TRIGGER audit_redaction_stays BEFORE UPDATE OR DELETE ON audit_redaction "
                "FOR EACH ROW EXECUTE FUNCTION public.boom_refuse_change()",
                "CREATE TRIGGER audit_redaction_stays_whole BEFORE TRUNCATE ON audit_redaction "
                "FOR EACH STATEMENT EXECUTE FUNCTION public.boom_refuse_change()",
            ],
            reverse_sql=[
                "DROP TRIGGER audit_redaction_stays ON audit_redaction",
                "DROP TRIGGER audit_redaction_stays_whole ON audit_redaction",
            ],
        ),
    ]
