"""When somebody was last seen changes every few minutes and says nothing: no event by itself, like log-ins."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_people_on_record"),
        ("accounts", "0002_last_seen_and_link_nonce"),
    ]

    operations = [
        RunSQL("DROP TRIGGER IF EXISTS accounts_user_audit ON accounts_user", RunSQL.noop),
        Audited("accounts_user", secret=["password"], ignored=["last_login", "last_seen_at"]),
        RunSQL("DROP TRIGGER IF EXISTS accounts_invitation_audit ON accounts_invitation", RunSQL.noop),
        Audited("accounts_invitation", secret=["token_hash", "link_nonce"]),
    ]
