"""What becomes of a room by itself, on record with the room."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0030_room_lists_on_record")]

    operations = [
        migrations.AddField(
            model_name="room",
            name="planned",
            field=models.JSONField(blank=True, db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
