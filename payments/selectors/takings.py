"""What was taken for bookings, for whoever below asks (`bookings.takings`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import connection

from bookings.domain.paying import Taken
from bookings.takings import knows_takings
from payments.modes import counts_tests

# What failed or came back gave nothing; what came back was decided all the same, so the price stays lower.
# What was taken back never was there.
TAKEN = """
SELECT booking_id, sum(paid)::bigint, sum(refunded)::bigint, sum(allowed)::bigint,
       sum(charged_back)::bigint
  FROM (
    SELECT booking_id, amount_minor AS paid, 0 AS refunded, 0 AS allowed,
           least(charged_back_minor, amount_minor - refunded_minor) AS charged_back
      FROM payments_payment
     WHERE booking_id = ANY(%(ids)s::bigint[]) AND state = 'taken' AND (%(tests)s OR NOT is_test)
     UNION ALL
    SELECT booking_id, 0, CASE state WHEN 'returned' THEN 0 ELSE amount_minor END, allowed_minor, 0
      FROM payments_refund
     WHERE booking_id = ANY(%(ids)s::bigint[]) AND state <> 'failed' AND (%(tests)s OR NOT is_test)
) AS moved GROUP BY booking_id
"""


@knows_takings
def taken_for(booking_ids: Collection[int]) -> Mapping[int, Taken]:
    """What was taken for each, given back, taken off the price, and is with a bank again. One query."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, {"ids": list(booking_ids), "tests": counts_tests()})
        return {key: Taken(*sums) for key, *sums in cursor.fetchall()}
