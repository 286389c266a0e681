"""What a booking costs goes into its row: the quote's lines, their sum, the terms it was made on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import LIVE, Status
from bookings.domain.pricing import Quote
from bookings.domain.pricing.terms import Price, Terms
from bookings.errors import CLAIMS, NotPossibleNow, PriceChanged, TermsRefused
from bookings.models import Booking, Occupancy
from bookings.selectors.quoting import (
    after_a_new_length,
    after_customers_change,
    agreed_quote,
    booked_at,
    price_change,
    quoted,
)
from bookings.selectors.setup import Setup, setup_of
from bookings.services.occupying import for_change, publish
from boom.core.db import refusing, service
from boom.core.errors import Invalid
from boom.core.money import Money


def put_price(booking: Occupancy, quote: Quote, terms: Terms, *, booked_at: datetime) -> None:
    """Set a row's price columns, as booked then. Raises TermsRefused for terms the quote had to leave out."""
    if quote.problems:
        raise TermsRefused(quote.problems)
    for given in (terms.agreed, terms.discount):
        if given is not None and not given.reason.strip():
            raise Invalid(fields={"price_reason": "Say why, for the record."})
    booking.quote = quote.as_json()
    booking.total_minor = quote.total.minor
    booking.currency = quote.total.currency
    kept = terms.as_json(quote, heads=booking.party_size or 1)
    booking.price_terms = kept | {"booked_at": booked_at.isoformat()} if kept else {}


def put_new_price(setup: Setup, booking: Occupancy, terms: Terms, *, now: datetime, online: bool) -> None:
    """Price a row as it stands, booked at `now`. Raises TermsRefused."""
    price = quoted(
        setup,
        booking.room_id,
        booking.span,
        booking.party_size,
        terms,
        now=now,
        online=online,
        booking_id=booking.pk,
        customer_id=booking.customer_id,
    )
    put_price(booking, price, terms, booked_at=now)


def price_after_move(
    setup: Setup, booking: Occupancy, room_id: int, span: Interval, choice: Price, *, by_staff: bool
) -> Quote | None:
    """The quote that a booking which has not been moved yet gets by moving; None: it keeps what it has."""
    if choice == Price.KEEP:
        return None
    if choice == Price.NEW:
        change = price_change(setup, booking, room_id=room_id, span=span)
        return change.new if change else None
    if not by_staff:
        return after_customers_change(setup, booking, room_id, span)
    if span.duration == booking.span.duration:
        return None
    return after_a_new_length(setup, booking, room_id, span)


def prices_to_choose(
    setup: Setup, booking: Occupancy, room_id: int, span: Interval, choice: Price
) -> list[tuple[Price, Money]]:
    """The prices that staff can give a booking for another room, time or length, that of `choice` first; none
    where the change makes no difference, or nothing was agreed.
    """
    kept = agreed_quote(booking)
    before, after = price_change(setup, booking), price_change(setup, booking, room_id=room_id, span=span)
    if choice == Price.KEEP or kept is None or before is None or after is None:
        return []
    usual = price_after_move(setup, booking, room_id, span, Price.USUAL, by_staff=True) or kept
    is_same_by_rules = before.new.total == after.new.total
    if usual.total == kept.total and is_same_by_rules and choice == Price.USUAL:
        return []
    totals = {Price.USUAL: usual.total, Price.KEEP: kept.total, Price.NEW: after.new.total}
    ways: dict[Money, Price] = {}
    for way in dict.fromkeys([choice, *totals]):
        ways.setdefault(totals[way], way)
    return [(way, total) for total, way in ways.items()] if len(ways) > 1 else []


def take_over(booking: Occupancy, quote: Quote | None, terms: Terms | None = None) -> None:
    """Set what a change made of the price; a code or add-on that no longer fits is left out of it. None: it
    stays. `terms` are other terms than those it has.
    """
    own = Terms.from_json(booking.price_terms)
    if quote is None or (quote.as_json() == booking.quote and terms in (None, own)):
        return
    terms = terms or own
    booking.quote = quote.as_json()
    booking.total_minor = quote.total.minor
    kept = terms.as_json(quote, heads=booking.party_size or 1)
    at = booked_at(booking, otherwise=booking.created_at)
    booking.price_terms = kept | {"booked_at": at.isoformat()} if kept else {}


@service
def price_hold(*, booking_id: int, terms: Terms, now: datetime) -> Booking:
    """Reckon a hold anew with what its customer has chosen, and keep that for them as the room is kept.

    Raises TermsRefused naming each choice that cannot be had, PromoUsedUp, VoucherSpent or AddOnGone when
    somebody else was faster, NotPossibleNow for what is no hold any more.
    """
    booking = for_change(booking_id, version=None)
    if booking.status != Status.HELD:
        raise NotPossibleNow
    setup = setup_of(booking.room.venue)
    put_new_price(setup, booking, terms, now=booked_at(booking, otherwise=now), online=True)
    with refusing(CLAIMS, is_final=True):
        booking.version += 1
        booking.save(update_fields=["quote", "total_minor", "currency", "price_terms", "version"])
    publish("booking.repriced", booking, setup.hours)
    return booking  # type: ignore[return-value]


@service
def reprice_booking(*, booking_id: int, version: int, terms: Terms | None = None, now: datetime) -> Booking:
    """Give a booking the price that the rules in force make of it, on other terms if given.

    `terms` carry what staff agreed on or took off, with their reason. It counts as booked when it was made.
    Raises ChangedMeanwhile, NotPossibleNow for a booking that is over, TermsRefused, or what is used up.
    """
    booking = for_change(booking_id, version=version)
    if booking.kind != "booking" or booking.status not in LIVE | {Status.COMPLETED} or booking.is_example:
        raise NotPossibleNow
    setup = setup_of(booking.room.venue)
    wanted = Terms.from_json(booking.price_terms) if terms is None else terms
    put_new_price(setup, booking, wanted, now=booked_at(booking, otherwise=booking.created_at), online=False)
    with refusing(CLAIMS, is_final=True):
        booking.version += 1
        booking.save(update_fields=["quote", "total_minor", "currency", "price_terms", "version"])
    publish("booking.repriced", booking, setup.hours)
    return booking  # type: ignore[return-value]


def insist_on_total(bookings: Iterable[Occupancy], shown_minor: int | None) -> None:
    """Raise PriceChanged when these cost another sum than the one that was shown; None: none was shown."""
    total = sum(booking.total_minor or 0 for booking in bookings)
    if shown_minor is not None and total != shown_minor:
        raise PriceChanged(details={"shown_minor": shown_minor, "total_minor": total})
