"""What people wrote about payments, and whom documents name, can be blanked on the record, too."""

from pathlib import Path

from django.db import migrations

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0014_plans_on_record"),
    ]

    operations = [
        PublicSQL(
            sql=(SQL / "boom_redactable_with_payments.sql").read_text(),
            reverse_sql=(SQL / "boom_redactable.sql")
            .read_text()
            .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
    ]
