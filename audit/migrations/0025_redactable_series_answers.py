"""What was answered for nights that repeat is among what is erased."""

from pathlib import Path

from django.db import migrations

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0024_redactable_guest_lists")]

    operations = [
        PublicSQL(
            sql=(SQL / "boom_redactable_with_series_answers.sql").read_text(),
            reverse_sql=(SQL / "boom_redactable_with_guest_lists.sql").read_text(),
        ),
    ]
