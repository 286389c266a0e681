"""What other programs were told of a customer is among what is erased."""

from pathlib import Path

from django.db import migrations

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0019_redactable_replies")]

    operations = [
        PublicSQL(
            sql=(SQL / "boom_redactable_with_webhooks.sql").read_text(),
            reverse_sql=(SQL / "boom_redactable_with_replies.sql").read_text(),
        ),
    ]
