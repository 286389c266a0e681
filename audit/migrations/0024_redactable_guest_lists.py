"""Who was asked along to a visit is among what is erased."""

from pathlib import Path

from django.db import migrations

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0023_redactable_mail_reports")]

    operations = [
        PublicSQL(
            sql=(SQL / "boom_redactable_with_guest_lists.sql").read_text(),
            reverse_sql=(SQL / "boom_redactable_with_mail_reports.sql").read_text(),
        ),
    ]
