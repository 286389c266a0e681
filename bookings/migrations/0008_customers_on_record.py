"""Bans and consents go on record; what customers are searched by follows from other columns and does not."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("bookings", "0007_customer_records"), ("audit", "0002_record")]

    operations = [
        Audited("bookings_ban"),
        Audited("bookings_consent"),
        Audited("bookings_consenttext"),
        RunSQL("DROP TRIGGER IF EXISTS bookings_customer_audit ON bookings_customer", RunSQL.noop),
        Audited("bookings_customer", ignored=["search_words"]),
    ]
