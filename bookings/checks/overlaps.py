"""No two in one room at once: the database sees to it, and here it is counted."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.integrity import MOST_KEPT, Found, checks
from bookings.checks.words import about
from bookings.domain.lifecycle import OCCUPYING
from bookings.models import Occupancy
from bookings.refusals import refused_so_far

# Each row beside the latest end of all before it in its room: one pass, whatever lies over what. A row of a
# whole stands in each of its parts, too, whatever the table of taken parts says; what was over when rooms
# were made of others never met.
OVERLAPPING = """
WITH kept AS (
    SELECT id, room_id, starts_at, ends_at
      FROM bookings_occupancy
     WHERE placed AND status = ANY(%(occupying)s)
), ordered AS (
    SELECT id, starts_at, max(ends_at) OVER (
               PARTITION BY room_id ORDER BY starts_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS until
      FROM (SELECT * FROM kept
             UNION ALL
            SELECT kept.id, part_id, starts_at, ends_at
              FROM bookings_roompart JOIN kept ON kept.room_id = whole_id AND ends_at > %(now)s) AS taken
), found AS (
    SELECT DISTINCT id FROM ordered WHERE starts_at < until
)
SELECT (SELECT count(*) FROM kept), (SELECT count(*) FROM found),
       (SELECT (array_agg(id ORDER BY id))[1:%(most)s] FROM found)
"""


@checks("overlaps", word("No room is sold twice"))
def look_at_overlaps(now: datetime) -> Found:
    """Rows that keep their room and overlap another that does; and how many attempts were refused so far."""
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPPING, {"occupying": sorted(OCCUPYING), "most": MOST_KEPT, "now": now})
        seen, count, keys = cursor.fetchone()
    rows = (
        Occupancy.objects.filter(pk__in=keys or []).select_related("room__venue", "customer").order_by("id")
    )
    words = gettext("%(count)s overlaps in %(seen)s bookings; %(refused)s attempts refused") % {
        "count": number_format(count, force_grouping=True),
        "seen": number_format(seen, force_grouping=True),
        "refused": number_format(refused_so_far(), force_grouping=True),
    }
    return Found(count, [about(row, gettext("overlaps another in its room")) for row in rows], words)
