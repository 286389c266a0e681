"""What was said to whom goes on record; that it was tried does not, each time."""

from django.db import migrations

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_messages"), ("audit", "0002_record")]

    operations = [Audited("notifications_message", ignored=["attempts", "leased_until"])]
