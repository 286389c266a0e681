"""A booking's money as its drawer and its guest's page show it; what is owed either way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from bookings.domain.paying import Standing
from bookings.models import Booking, Occupancy, Venue
from bookings.selectors.groups import parts_of
from bookings.takings import standings_of
from boom.core.money import Money
from payments.domain.due_rules import DueRule, due_at
from payments.models import Document, Payment, PaymentSettings, PaymentState, Refund
from payments.modes import counts_tests
from payments.selectors.credit import credit_of

MOST_OWED = 200


@dataclass(frozen=True)
class BookingMoney:
    """A booking and all that is paid with it: how it stands, what was taken, given back and issued."""

    booking: Occupancy
    standing: Standing
    parts: Sequence[Occupancy] = ()
    payments: Sequence[Payment] = ()
    refunds: Sequence[Refund] = ()
    documents: Sequence[Document] = ()
    credit: Money | None = None
    settings: PaymentSettings = field(default_factory=PaymentSettings)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say: no price, and nothing was taken."""
        return not (self.standing.charged or self.payments)

    @property
    def is_begun(self) -> bool:
        """Whether anything was taken, or taken back."""
        return any(row.state != PaymentState.PENDING for row in self.payments)

    @property
    def refundable(self) -> Money:
        """What could be given back at most."""
        return Money(sum(row.left_minor for row in self.taken), self.standing.currency)

    @property
    def taken(self) -> list[Payment]:
        """The payments that count."""
        return [row for row in self.payments if row.state == PaymentState.TAKEN and row.counts]

    @property
    def due_by(self) -> datetime:
        """By when it has to be paid, by the venue's rule."""
        return due_at(
            DueRule(self.settings.due_rule),
            self.settings.due_days,
            booked_at=self.booking.created_at,
            starts_at=self.booking.starts_at,
        )


def money_of(booking: Occupancy, *, parts: Sequence[Occupancy] | None = None) -> BookingMoney:
    """All of it. `parts` where they are at hand. Nine queries at the most, however much was paid."""
    venue = booking.room.venue
    together: Sequence[Occupancy] = parts or (parts_of(booking.pk) if booking.group_reference else [booking])
    ids = [part.pk for part in together]
    currency = booking.currency or venue.currency
    standing = standings_of([booking.pk]).get(booking.pk) or Standing(currency)
    # What failed never was money.
    payments = list(
        Payment.objects.filter(booking_id__in=ids)
        .exclude(state=PaymentState.FAILED)
        .order_by("taken_at", "id")
    )
    refunds = (
        list(
            Refund.objects.filter(booking_id__in=ids)
            .select_related("voucher")
            .prefetch_related("lines")
            .order_by("given_at", "id")
        )
        if payments
        else []
    )
    return BookingMoney(
        booking=booking,
        standing=standing,
        parts=together,
        payments=payments,
        refunds=refunds,
        documents=list(Document.objects.filter(booking_id__in=ids).order_by("id")),
        credit=credit_of(booking.customer_id, venue.pk, currency) or None,
        settings=PaymentSettings.objects.filter(venue=venue).first() or PaymentSettings(venue=venue),
    )


# Only what somebody paid for can have too much in it; what stands in a venue is found by its payments.
OWED_BACK = """
SELECT DISTINCT ON (coalesce(nullif(booking.group_reference, ''), '#' || booking.id::text)) booking.id
  FROM payments_payment payment JOIN bookings_occupancy booking ON booking.id = payment.booking_id
 WHERE payment.venue_id = %(venue)s AND payment.state = 'taken' AND (%(tests)s OR NOT payment.is_test)
   AND payment.refunded_minor + payment.charged_back_minor < payment.amount_minor
   AND (booking.status IN ('cancelled', 'no_show', 'expired') OR booking.total_minor IS NULL
        OR booking.group_reference <> ''
        OR (SELECT sum(greatest(0, each.amount_minor - each.refunded_minor - each.charged_back_minor))
              FROM payments_payment each
             WHERE each.booking_id = booking.id AND each.state = 'taken'
               AND (%(tests)s OR NOT each.is_test)) > booking.total_minor
             - coalesce((booking.price_terms ->> 'voucher_minor')::bigint, 0)
             - (SELECT coalesce(sum(refund.allowed_minor), 0) FROM payments_refund refund
                 WHERE refund.booking_id = booking.id AND refund.state <> 'failed'
                   AND (%(tests)s OR NOT refund.is_test)))
 ORDER BY coalesce(nullif(booking.group_reference, ''), '#' || booking.id::text), booking.id
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """A booking with money to give back."""

    booking: Booking
    standing: Standing


def owed_back(venue: Venue) -> list[Owed]:
    """What a venue has to give back, the oldest visit first; MOST_OWED at the most."""
    with connection.cursor() as cursor:
        cursor.execute(OWED_BACK, {"venue": venue.pk, "tests": counts_tests()})
        ids = [key for (key,) in cursor.fetchall()]
    standings = {key: each for key, each in standings_of(ids).items() if each.to_give_back}
    rows = Booking.objects.visible().filter(pk__in=standings).select_related("room__venue", "customer")
    ordered = rows.order_by("starts_at", "id")[:MOST_OWED]
    return [Owed(row, standings[row.pk]) for row in ordered]
