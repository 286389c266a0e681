"""How a person likes the board drawn says nothing about the business: no event by itself."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("audit", "0010_inspections_and_accesses"), ("accounts", "0005_board_look")]

    operations = [
        RunSQL("DROP TRIGGER IF EXISTS accounts_user_audit ON accounts_user", RunSQL.noop),
        Audited(
            "accounts_user", secret=["password"], ignored=["last_login", "last_seen_at", "tour", "board_look"]
        ),
    ]
