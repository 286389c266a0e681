"""Let the planner know how long bookings are.

The rare rows longer than a day have an index of their own, but without statistics on the length PostgreSQL
takes a third of the table for such, and from some 500,000 rows on reads all of it for every look at free times.
"""

from django.db import migrations

GATHER = """
CREATE STATISTICS occupancy_length ON (ends_at - starts_at) FROM bookings_occupancy;
DO $$ BEGIN
    IF EXISTS (SELECT FROM bookings_occupancy) THEN
        ANALYZE bookings_occupancy;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0010_prices_on_record")]

    operations = [migrations.RunSQL(GATHER, "DROP STATISTICS occupancy_length")]
