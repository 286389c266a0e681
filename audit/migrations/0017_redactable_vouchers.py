"""Who bought a gift voucher, for whom, and with which words can be blanked on the record, too."""

from pathlib import Path

from django.db import migrations

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0016_redactable_disputes"),
    ]

    operations = [
        PublicSQL(
            sql=(SQL / "boom_redactable_with_vouchers.sql").read_text(),
            reverse_sql=(SQL / "boom_redactable_with_disputes.sql").read_text(),
        ),
    ]
