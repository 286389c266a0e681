"""Opening a till with a float, and closing it with a count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accounts.venue_scope import Place, may_see_place
from bookings.models import Venue
from boom.core import outbox
from boom.core.db import refusing, service
from boom.core.errors import Invalid, NotFound
from boom.core.money import Money
from ledger.domain.entries import credit, debit
from ledger.services import post
from payments.domain import chart
from payments.domain.tills import CASH, counts_of, expected_in
from payments.errors import REFUSALS, DifferenceNeedsAReason, TillIsClosed, TillUnknown
from payments.models import Till
from payments.selectors.tills import moved_in
from payments.services.accounts import who

MOST_MINOR = 10**12


@service
def open_till(*, venue_id: int, float_minor: int, now: datetime) -> Till:
    """Open a venue's till with so much cash in it, out of the safe. Raises TillIsOpen, Invalid, NotFound."""
    venue = Venue.objects.filter(pk=venue_id).first()
    if venue is None or not may_see_place(Place(venue_id)):
        raise NotFound
    if not 0 <= float_minor <= MOST_MINOR:
        raise Invalid(fields={"float": "Enter what is in the till, or 0."})
    label, _ = who()
    till = Till(venue=venue, currency=venue.currency, float_minor=float_minor, opened_at=now, opened_by=label)
    with refusing(REFUSALS, is_final=True):
        till.save(force_insert=True)
    if float_minor:
        amount = Money(float_minor, till.currency)
        post(
            key=f"till/{till.pk}/open",
            kind="till.open",
            at=now,
            about=f"till/{till.pk}",
            lines=[debit(chart.of_method(venue.pk, CASH), amount), credit(chart.safe(venue.pk), amount)],
        )
    outbox.publish("till.opened", till=till.pk, venue=venue.pk)
    return till


@service
def close_till(*, till_id: int, counted: Mapping[str, int], now: datetime, reason: str = "") -> Till:
    """Close a till with what was counted of each method, in minor units; it can never be opened again.

    The counted cash goes to the safe; what is missing or over is booked as a difference, for which there
    has to be a `reason`. Raises TillUnknown, TillIsClosed, DifferenceNeedsAReason, Invalid.
    """
    # Whoever takes money at this moment holds the row, or waits for us and finds the till closed.
    till = Till.objects.select_for_update(of=("self",)).select_related("venue").filter(pk=till_id).first()
    if till is None or not may_see_place(Place(till.venue_id)):
        raise TillUnknown
    if till.closed_at is not None:
        raise TillIsClosed
    if any(not 0 <= minor <= MOST_MINOR for minor in counted.values()):
        raise Invalid(fields={"counted": "Enter what you counted, or 0."})
    counts = counts_of(expected_in(till.float_minor, moved_in(till)), counted)
    difference = sum(count.difference for count in counts)
    if any(count.difference for count in counts) and not reason.strip():
        raise DifferenceNeedsAReason(
            details={
                "difference_minor": difference,
                "currency": till.currency,
                "counts": [[count.method, count.expected, count.counted] for count in counts],
            }
        )
    label, _ = who()
    till.closed_at, till.closed_by = now, label
    till.counts = [[count.method, count.expected, count.counted] for count in counts]
    till.difference_minor, till.reason = difference, reason.strip()
    till.save(update_fields=["closed_at", "closed_by", "counts", "difference_minor", "reason"])
    _post_close(till, now)
    outbox.publish("till.closed", till=till.pk, venue=till.venue_id)
    return till


def _post_close(till: Till, now: datetime) -> None:
    """Counted cash to the safe, and every account set to what was counted."""
    venue, lines = till.venue_id, []
    for method, expected, counted in till.counts:
        account = chart.of_method(venue, method)
        missing = Money(expected - counted, till.currency)
        lines += [debit(chart.difference(venue), missing), credit(account, missing)]
        if method == CASH:
            cash = Money(counted, till.currency)
            lines += [debit(chart.safe(venue), cash), credit(account, cash)]
    if any(line.amount for line in lines):
        post(
            key=f"till/{till.pk}/close",
            kind="till.close",
            at=now,
            about=f"till/{till.pk}",
            lines=lines,
        )
