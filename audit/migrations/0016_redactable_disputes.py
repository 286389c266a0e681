"""What a bank was told of a guest, whom links to pay by name, and kept cards can be blanked on the record, too."""

from pathlib import Path

from django.db import migrations

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0015_redactable_payments"),
    ]

    operations = [
        PublicSQL(
            sql=(SQL / "boom_redactable_with_disputes.sql").read_text(),
            reverse_sql=(SQL / "boom_redactable_with_payments.sql").read_text(),
        ),
    ]
