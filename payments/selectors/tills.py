"""Tills: what moved in one, the open one, past ones; and what was taken in a night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from accounts.venue_scope import Place, may_see_place
from bookings.domain.interval import Interval
from bookings.models import Venue
from boom.core.money import Money
from payments.domain.tills import Count, expected_in
from payments.errors import TillUnknown
from payments.models import Method, Till

MOST_PAST = 60
# What is in a till: cash and the terminal's slips. A payment that was taken back never was; a refund that
# failed or came back gave nothing.
MOVED_IN_TILL = """
SELECT method, sum(minor)::bigint FROM (
    SELECT method, amount_minor AS minor FROM payments_payment
     WHERE till_id = %(till)s AND state = 'taken'
     UNION ALL
    SELECT line.method, -line.amount_minor FROM payments_refundline line
      JOIN payments_refund refund ON refund.id = line.refund_id
     WHERE refund.till_id = %(till)s AND refund.state NOT IN ('failed', 'returned')
) AS moved WHERE method IN ('cash', 'terminal') GROUP BY method
"""
TAKEN_BETWEEN = """
SELECT method, is_test, sum(taken)::bigint, sum(given)::bigint, sum(payments)::bigint FROM (
    SELECT method, is_test, amount_minor + surcharge_minor AS taken, 0 AS given, 1 AS payments
      FROM payments_payment
     WHERE venue_id = %(venue)s AND currency = %(currency)s AND state = 'taken'
       AND taken_at >= %(start)s AND taken_at < %(end)s
     UNION ALL
    SELECT line.method, refund.is_test, 0, line.amount_minor + line.surcharge_minor, 0
      FROM payments_refundline line
      JOIN payments_refund refund ON refund.id = line.refund_id
     WHERE refund.venue_id = %(venue)s AND refund.currency = %(currency)s
       AND refund.state NOT IN ('failed', 'returned')
       AND refund.given_at >= %(start)s AND refund.given_at < %(end)s
) AS moved GROUP BY method, is_test
"""


@dataclass(frozen=True, slots=True)
class Takings:
    """One method over a night: taken, given back, how many payments. What `is_test` is no money."""

    method: str
    taken: Money
    given: Money
    payments: int
    is_test: bool = False

    @property
    def net(self) -> Money:
        return self.taken - self.given


def moved_in(till: Till) -> Mapping[str, int]:
    """What a till has been given less what went out of it, by method, in minor units. One query."""
    with connection.cursor() as cursor:
        cursor.execute(MOVED_IN_TILL, {"till": till.pk})
        return dict(cursor.fetchall())


def till_now(venue: Venue) -> Till | None:
    """The venue's open till; none where it is closed."""
    return Till.objects.filter(venue=venue, closed_at__isnull=True).first()


def till_called(till_id: int) -> Till:
    """A till with its venue. Raises TillUnknown."""
    till = Till.objects.select_related("venue").filter(pk=till_id).first()
    if till is None or not may_see_place(Place(till.venue_id)):
        raise TillUnknown
    return till


def past_tills(venue: Venue) -> list[Till]:
    """The last closes, the newest first."""
    rows = Till.objects.filter(venue=venue, closed_at__isnull=False)
    return list(rows.order_by("-opened_at", "-id")[:MOST_PAST])


def expected_now(till: Till) -> dict[str, int]:
    """What should be there by method if it were counted now."""
    return expected_in(till.float_minor, moved_in(till))


def counts_in(till: Till) -> list[Count]:
    """A closed till's counts."""
    return [Count(*each) for each in till.counts]


def takings_between(venue: Venue, span: Interval) -> list[Takings]:
    """What was taken and given back in that time, by method in their usual order. One query."""
    start: datetime = span.start
    with connection.cursor() as cursor:
        cursor.execute(
            TAKEN_BETWEEN,
            {"venue": venue.pk, "currency": venue.currency, "start": start, "end": span.end},
        )
        found = {row[:2]: row[2:] for row in cursor.fetchall()}
    return [
        Takings(
            method.value,
            Money(found[method, is_test][0], venue.currency),
            Money(found[method, is_test][1], venue.currency),
            found[method, is_test][2],
            is_test,
        )
        for is_test in (False, True)
        for method in Method
        if (method, is_test) in found
    ]
