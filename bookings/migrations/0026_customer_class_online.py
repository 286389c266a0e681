"""Which kinds of customer guests may count themselves among when they book."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0025_displays")]

    operations = [
        migrations.AddField(
            model_name="customerclass",
            name="is_online",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
