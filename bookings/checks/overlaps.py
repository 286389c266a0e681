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

# Each row beside the latest end of all before it in its room: one pass, whatever lies over what.
OVERLAPPING = """
SELECT count(*), count(*) FILTER (WHERE starts_at < until),
       (array_agg(id ORDER BY id) FILTER (WHERE starts_at < until))[1:%(most)s]
  FROM (SELECT id, starts_at, max(ends_at) OVER (
                   PARTITION BY room_id ORDER BY starts_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1
                   PRECEDING
               ) AS until
          FROM bookings_occupancy
         WHERE placed AND status = ANY(%(occupying)s)) AS ordered
"""


@checks("overlaps", word("No room is sold twice"))
def look_at_overlaps(now: datetime) -> Found:
    """Rows that keep their room and overlap another that does; and how many attempts were refused so far."""
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPPING, {"occupying": sorted(OCCUPYING), "most": MOST_KEPT})
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
