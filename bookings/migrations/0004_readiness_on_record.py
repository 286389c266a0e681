"""How rooms were left goes on record."""

from django.db import migrations

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("bookings", "0003_booking_life"), ("audit", "0006_activity_filters")]

    operations = [Audited("bookings_roomreadiness")]
