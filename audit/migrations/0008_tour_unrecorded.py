"""How far somebody is in the guided tour says nothing about the business: no event by itself, like log-ins."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_history"), ("accounts", "0003_taste_and_tour")]

    operations = [
        RunSQL("DROP TRIGGER IF EXISTS accounts_user_audit ON accounts_user", RunSQL.noop),
        Audited("accounts_user", secret=["password"], ignored=["last_login", "last_seen_at", "tour"]),
    ]
