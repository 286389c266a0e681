"""Who was asked along to a visit is among what is erased."""

from pathlib import Path

from django.db import migrations

from boom.core.migration_operations import PublicSQL

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("audit", "0021_redactable_link_phones")]

    operations = [
        PublicSQL(
            sql=(SQL / "boom_redactable_with_guest_lists.sql").read_text(),
            reverse_sql=(SQL / "boom_redactable_with_link_phones.sql").read_text(),
        ),
    ]
