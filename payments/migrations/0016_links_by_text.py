"""The number that a link to pay by is sent to by text message."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0015_left_over")]

    operations = [
        migrations.AddField(
            model_name="paymentlink",
            name="phone",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
    ]
