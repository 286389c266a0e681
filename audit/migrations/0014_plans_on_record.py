"""Plans, their prices and who has which go on record; their app stands below this one."""

from django.db import migrations

from audit.operations import AuditedOnPlatform


class Migration(migrations.Migration):
    dependencies = [("audit", "0013_listed_redactions"), ("billing", "0003_first_plans")]

    operations = [
        AuditedOnPlatform("billing_plan"),
        AuditedOnPlatform("billing_planprice"),
        AuditedOnPlatform("billing_billingterms"),
        AuditedOnPlatform("billing_businessplan", ignored=["usage_level", "next_change_at"]),
        AuditedOnPlatform("billing_usagemonth"),
    ]
