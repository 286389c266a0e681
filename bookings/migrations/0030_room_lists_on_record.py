"""The lists about rooms go on record."""

from django.db import migrations

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("bookings", "0029_room_lists_filled"), ("audit", "0002_record")]

    operations = [Audited("bookings_roomfeature"), Audited("bookings_roomcategory")]
