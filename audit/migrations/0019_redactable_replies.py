"""What guests answered by text message, and addresses left alone, are among what is erased."""

from pathlib import Path

from django.db import migrations

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0018_platform_fees_on_record")]

    operations = [
        PublicSQL(
            sql=(SQL / "boom_redactable_with_replies.sql").read_text(),
            reverse_sql=(SQL / "boom_redactable_with_vouchers.sql").read_text(),
        ),
    ]
