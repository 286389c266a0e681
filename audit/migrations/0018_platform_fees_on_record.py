"""What the platform keeps of guests' payments goes on record; its app stands below this one."""

from django.db import migrations

from audit.operations import AuditedOnPlatform


class Migration(migrations.Migration):
    dependencies = [("audit", "0017_redactable_vouchers"), ("billing", "0009_platform_fees")]

    operations = [AuditedOnPlatform("billing_platformfee")]
