"""The table of form fields goes on record."""

from django.db import migrations

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("bookings", "0017_form_fields"), ("audit", "0002_record")]

    operations = [Audited("bookings_formfield")]
