"""How many attempts at a taken room were refused: a sequence, whose number outlives what was rolled back."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bookings", "0022_came_from")]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE bookings_refused_attempts",
            reverse_sql="DROP SEQUENCE bookings_refused_attempts",
        ),
    ]
