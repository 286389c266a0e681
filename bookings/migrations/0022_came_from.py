"""Which advertisement or site an online booking came from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0021_customer_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="occupancy",
            name="came_from",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
    ]
