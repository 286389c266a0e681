"""What money services share: the lock on what is paid together, the open till, who acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bookings.domain.paying import Standing
from bookings.models import Booking, Occupancy, Venue
from bookings.selectors.groups import parts_of
from bookings.selectors.setup import setup_of
from bookings.services.occupying import for_change, publish
from bookings.takings import standings_of
from boom.core.actor import current_actor
from payments.models import PaymentSettings, Refund, Till


@dataclass(frozen=True, slots=True)
class Account:
    """A booking, locked, with all that is paid together with it, and how that stands."""

    booking: Occupancy
    parts: list[Booking]
    standing: Standing

    @property
    def venue(self) -> Venue:
        return self.booking.room.venue

    @property
    def ids(self) -> list[int]:
        return [part.pk for part in self.parts]


def locked_account(booking_id: int) -> Account:
    """Lock all rows that are paid together, in order of their keys: two who take money come one by one.

    Raises BookingUnknown, also for one that whoever asks may not touch.
    """
    ids = sorted({booking_id, *(part.pk for part in parts_of(booking_id))})
    list(Occupancy.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("id"))
    booking = for_change(booking_id, version=None)
    parts = parts_of(booking_id)
    currency = booking.currency or booking.room.venue.currency
    return Account(booking, parts, standings_of([booking_id]).get(booking_id) or Standing(currency))


def open_till(venue_id: int) -> Till | None:
    """The till that is open now, kept open until the transaction ends; none where there is none."""
    return (
        Till.objects.select_for_update(of=("self",)).filter(venue_id=venue_id, closed_at__isnull=True).first()
    )


def settings_of(venue: Venue) -> PaymentSettings:
    """A venue's settings; the defaults where it has none."""
    return PaymentSettings.objects.filter(venue=venue).first() or PaymentSettings(venue=venue)


def who() -> tuple[str, str]:
    """The name and key of whoever acts, as rows keep them."""
    actor = current_actor()
    return actor.label[:200], actor.id[:64] if actor.kind == "person" else ""


def tell(account: Account, kind: str, **more: Any) -> None:
    """Say that money of a booking moved: open boards draw it anew, others react."""
    booking = account.booking
    publish(kind, booking, setup_of(booking.room.venue).hours, **more)


def tell_of_refund(account: Account, refund: Refund) -> None:
    """Say that money was given back, how much, and who of the team decided so."""
    tell(
        account,
        "payment.given_back",
        refund=refund.pk,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
        given_by=refund.given_by if refund.given_by_id else "",
        given_by_id=refund.given_by_id,
    )
