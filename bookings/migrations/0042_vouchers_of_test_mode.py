"""Gift vouchers that were paid for in test mode."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0041_kept_to_plan")]

    operations = [
        migrations.AddField(
            model_name="giftvoucher", name="is_test", field=models.BooleanField(default=False)
        ),
    ]
