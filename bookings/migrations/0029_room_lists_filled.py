"""What rooms have been given so far begins the lists. Each spelling that differs in more than case is one."""

from django.db import migrations

FEATURES = """
INSERT INTO bookings_roomfeature (venue_id, name, "order", is_counted, is_asked)
SELECT venue_id, name, row_number() OVER (PARTITION BY venue_id ORDER BY lower(name)), false, true
  FROM (SELECT DISTINCT ON (room.venue_id, lower(left(trim(said), 80)))
               room.venue_id, left(trim(said), 80) AS name
          FROM bookings_room room, jsonb_array_elements_text(room.features) said
         WHERE trim(said) <> ''
         ORDER BY room.venue_id, lower(left(trim(said), 80)), room.id) found
"""
CATEGORIES = """
INSERT INTO bookings_roomcategory (venue_id, name, "order")
SELECT venue_id, name, row_number() OVER (PARTITION BY venue_id ORDER BY first, name)
  FROM (SELECT DISTINCT ON (venue_id, lower(category)) venue_id, category AS name, "order" AS first
          FROM bookings_room
         WHERE category <> ''
         ORDER BY venue_id, lower(category), "order", id) found
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0028_room_lists")]

    operations = [
        migrations.RunSQL(FEATURES, migrations.RunSQL.noop),
        migrations.RunSQL(CATEGORIES, migrations.RunSQL.noop),
    ]
