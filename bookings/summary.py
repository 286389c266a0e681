"""One customer's booking in words: its price, until when it may be changed, the way back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext

from bookings.domain.cancellation import Fee, cancellation_fee, minutes_kept
from bookings.domain.lifecycle import CANCELLABLE, EARLY, Status, can_extend, why_not_cancel
from bookings.domain.reference import shown
from bookings.models import Occupancy
from bookings.picker_words import start_value
from bookings.price_words import Price, PriceLine, kept_quote, price_of
from boom.core import text
from boom.core.money import Money

# From so long before the start they may say that they will be late.
SAID_LATE = timedelta(hours=6)
# Somebody is still typing their details, or has stopped.
UNFINISHED = frozenset({Status.HELD, Status.EXPIRED})


def is_unfinished(booking: Occupancy) -> bool:
    """Whether its customer has still to say who they are. A request that ran out is none: they said it."""
    return booking.status in UNFINISHED and booking.answer_by is None


@dataclass(frozen=True)
class Summary:
    """A booking with its room and venue, as its customer sees it at `now`."""

    booking: Occupancy
    now: datetime
    # What of its price has been paid in money and not been given back.
    paid_minor: int = 0

    @property
    def reference(self) -> str:
        return shown(self.booking.reference)

    @property
    def heading(self) -> str:
        """What the page of the booking is called."""
        headings = {
            "cancelled": gettext("Cancelled"),
            "pending": gettext("Asked for"),
            "expired": gettext("Not answered in time"),
            "confirmed": gettext("You’re booked"),
            "checked_in": gettext("Enjoy"),
        }
        return headings.get(self.booking.status, gettext("Your booking"))

    @property
    def is_ahead(self) -> bool:
        """Whether somebody is still expected."""
        return self.booking.status in CANCELLABLE and self.now < self.booking.ends_at

    @property
    def start(self) -> str:
        """The start as forms carry it."""
        return start_value(self.booking.starts_at)

    @property
    def start_iso(self) -> str:
        """The start as scripts read it."""
        return self.booking.starts_at.astimezone(UTC).isoformat()

    @property
    def minutes(self) -> int:
        return self.booking.span.minutes

    @property
    def total(self) -> Money | None:
        """What it costs; None where no price was agreed, and for what costs nothing."""
        if not self.booking.total_minor or not self.booking.currency:
            return None
        return Money(self.booking.total_minor, self.booking.currency)

    @property
    def price(self) -> Price | None:
        """Its price, line by line, and what is due when; None where there is none."""
        booking = self.booking
        if booking.total_minor is None or not booking.currency:
            return None
        quote = kept_quote(booking.quote, booking.price_terms, booking.currency)
        # What prepaid hours paid for in full costs nothing more, and is worth reading.
        if self.total is None and not quote.pack_minutes:
            return None
        if not quote.lines:
            return Price([PriceLine(booking.room.name, "", quote.total)], self.total or quote.total)
        return price_of(quote, booking.room.name)

    @property
    def changeable_until(self) -> datetime:
        """The last instant at which its customer may change or cancel it alone."""
        return self.booking.starts_at - self.booking.room.policy().cancel_until

    @property
    def why_fixed(self) -> str:
        """Why its customer may not change or cancel it now; empty if they may."""
        reasons = why_not_cancel(
            self.booking.status,
            starts_at=self.booking.starts_at,
            now=self.now,
            cancel_until=self.booking.room.policy().cancel_until,
        )
        return " ".join(reason.message for reason in reasons)

    @property
    def may_change(self) -> bool:
        return not self.why_fixed

    @property
    def may_cancel(self) -> bool:
        """Whether its customer may cancel it alone, perhaps for a fee."""
        return not why_not_cancel(
            self.booking.status,
            starts_at=self.booking.starts_at,
            now=self.now,
            cancel_until=self.booking.room.cancellation_terms().last_notice,
        )

    @property
    def fee(self) -> Fee | None:
        """What cancelling now costs; None where nothing was agreed to pay, or it is free, or too late."""
        total = self.total
        if total is None or self.booking.status != Status.CONFIRMED:
            return None
        found = cancellation_fee(
            self.booking.room.cancellation_terms(),
            total=total,
            paid=Money(self.paid_minor, total.currency),
            starts_at=self.booking.starts_at,
            now=self.now,
        )
        return found if found is not None and found.percent else None

    @property
    def comes_back(self) -> Money | None:
        """What of the money paid cancelling now gives back; None where nothing was paid."""
        if not self.paid_minor or not self.may_cancel:
            return None
        kept = self.fee.amount.minor if self.fee else 0
        return Money(max(0, self.paid_minor - kept), self.booking.currency)

    @property
    def kept_by_cancelling(self) -> Money:
        """What cancelling now leaves to be paid: the fee, or nothing."""
        return self.fee.amount if self.fee else Money(0, self.booking.currency)

    @property
    def prepaid_due(self) -> int:
        """How many of their prepaid minutes cancelling now keeps; 0 where it is free, or too late."""
        booking = self.booking
        percent = booking.room.cancellation_terms().percent_at(booking.starts_at - self.now)
        if booking.status != Status.CONFIRMED or not percent:
            return 0
        return minutes_kept(percent, int(booking.price_terms.get("pack_minutes", 0)))

    @property
    def prepaid_kept(self) -> int:
        """How many of their prepaid minutes were kept of what was called off or not used."""
        if self.booking.status not in {Status.CANCELLED, Status.NO_SHOW}:
            return 0
        return int(self.booking.price_terms.get("pack_kept", 0))

    @property
    def may_say_late(self) -> bool:
        """Whether the front desk may be told that they will be late: on the day, until it is over."""
        booking = self.booking
        return (
            booking.status == Status.CONFIRMED and booking.starts_at - SAID_LATE <= self.now < booking.ends_at
        )

    @property
    def may_extend(self) -> bool:
        """Whether more time can be asked for now."""
        return (
            can_extend(
                self.booking.status,
                starts_at=self.booking.starts_at,
                ends_at=self.booking.ends_at,
                now=self.now,
                early=EARLY,
            )
            and self.now < self.booking.ends_at
        )

    @property
    def change_words(self) -> str:
        """The rule about changing one's mind: "Free to change or cancel until Fri 20 Nov, 21:00."."""
        if self.booking.status not in UNFINISHED | CANCELLABLE or self.now >= self.booking.starts_at:
            return ""
        if self.now > self.changeable_until and self.may_cancel:
            return gettext("It is too late to change it online; you can still cancel.")
        if self.now > self.changeable_until:
            return gettext("This close to the start it cannot be changed or cancelled online.")
        venue = self.booking.room.venue
        at = gettext("%(day)s, %(time)s") % {
            "day": text.day(self.changeable_until, venue.zone, locale=venue.locale),
            "time": text.clock(self.changeable_until, venue.zone, twelve_hours=venue.clock_format == "12"),
        }
        return gettext("Free to change or cancel until %(at)s.") % {"at": at}

    def wish(self, day: str, **more: Any) -> str:
        """The query of a picker that begins with the same wish, on the business day `day`."""
        values = {
            "people": self.booking.party_size,
            "minutes": self.minutes,
            "day": day,
            "start": start_value(self.booking.starts_at),
            "room": self.booking.room_id,
        }
        return urlencode({name: value for name, value in (values | more).items() if value is not None})
