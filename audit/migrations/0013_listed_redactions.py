"""What can be blanked on the record is listed, and only the function that blanks it says that it was."""

from pathlib import Path

import django.db.models.fields.json
from django.db import migrations, models
from django.db.models import Q

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0012_redactions"),
    ]

    operations = [
        PublicSQL(
            sql=[
                "DROP FUNCTION public.boom_redact(text, text, text[], text[])",
                (SQL / "boom_redactable.sql").read_text(),
                (SQL / "boom_redact_in.sql").read_text(),
                (SQL / "boom_redact_here.sql").read_text(),
                "REVOKE EXECUTE ON FUNCTION public.boom_redact_in(text, text, jsonb, bigint[]) FROM PUBLIC",
                "REVOKE EXECUTE ON FUNCTION public.boom_redact(text, jsonb, bigint[]) FROM PUBLIC",
            ],
            reverse_sql=[
                "DROP FUNCTION public.boom_redact(text, jsonb, bigint[])",
                "DROP FUNCTION public.boom_redact_in(text, text, jsonb, bigint[])",
                "DROP FUNCTION public.boom_redactable()",
                (SQL / "boom_redact.sql").read_text(),
            ],
        ),
        migrations.AddField(
            model_name="redaction",
            name="columns",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                django.db.models.fields.json.KT("old__customer_id"),
                condition=Q(table="bookings_occupancy", old__has_key="customer_id"),
                name="audit_changed_hands",
            ),
        ),
    ]
