"""Accounts (everywhere) and businesses (on the platform) go on record; their apps stand below this one."""

from django.db import migrations

from audit.operations import Audited, AuditedOnPlatform


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_record"),
        ("accounts", "0001_initial"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        Audited("accounts_user", secret=["password"], ignored=["last_login"]),
        Audited("accounts_invitation", secret=["token_hash"]),
        AuditedOnPlatform("tenants_business"),
        AuditedOnPlatform("tenants_domain"),
    ]
