"""Every table of the booking side goes on record."""

from django.db import migrations

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("bookings", "0001_initial"), ("audit", "0002_record")]

    operations = [
        Audited("bookings_venue"),
        Audited("bookings_room"),
        Audited("bookings_openinghours"),
        Audited("bookings_specialday"),
        Audited("bookings_specialhours"),
        Audited("bookings_customer"),
        Audited("bookings_occupancy", secret=["idempotency_key"]),
        Audited("bookings_managelink", secret=["token_hash"]),
    ]
