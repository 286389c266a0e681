"""Payments, refunds and payouts of test mode say so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0007_refunds_that_came_back"),
    ]

    operations = [
        migrations.AddField(model_name=model, name="is_test", field=models.BooleanField(default=False))
        for model in ("payment", "refund", "payout")
    ]
