"""Put the waiting list on record."""

from django.db import migrations

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0015_waitlist"),
    ]

    operations = [
        Audited("bookings_waitlistentry", secret=["link_nonce", "token_hash"]),
        Audited("bookings_waitlistoffer"),
    ]
