"""Pictures of rooms go on record; not the pictures themselves, which are kept for good beside it."""

from django.db import migrations

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("bookings", "0005_room_photos"), ("audit", "0002_record")]

    operations = [
        Audited("bookings_photo", secret=["full", "small"]),
        Audited("bookings_roomphoto"),
    ]
