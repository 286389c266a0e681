"""What a booking would cost: the set-up's rules, its codes and what is chosen, put before the engine.

Every way to a price goes through `quoted`; none reckons by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bookings.domain.interval import Interval
from bookings.domain.opening import NoSuchDay
from bookings.domain.paying import paid_minor
from bookings.domain.pricing import Quote, Wanted, hourly, quote
from bookings.domain.pricing import changes as pricing
from bookings.domain.pricing.changes import Promo, Voucher
from bookings.domain.pricing.terms import PLAIN, Terms
from bookings.models import GiftVoucher, HourPack, Occupancy, PromoCode
from bookings.selectors.hour_packs import pack_of
from bookings.selectors.prices import promo_of, voucher_of
from bookings.selectors.setup import Setup, setup_of
from boom.core.money import Money


def quoted(
    setup: Setup,
    room_id: int,
    span: Interval,
    party_size: int | None,
    terms: Terms = PLAIN,
    *,
    now: datetime,
    online: bool,
    booking_id: int | None = None,
    customer_id: int | None = None,
) -> Quote:
    """Give the quote for a room, time and party on these terms by the rules in force.

    `now` is when it is booked: it decides on notice, validity of codes and price lists. `booking_id` is the
    booking that has these terms already: what it uses of codes and vouchers is there for it. Codes cost a
    query or two each, everything else none. An unknown party counts as one.
    """
    wanted = wanted_of(
        setup,
        room_id,
        span,
        party_size,
        terms,
        online=online,
        booking_id=booking_id,
        customer_id=customer_id,
    )
    return quote(setup.price_rules, wanted, now)


def wanted_of(
    setup: Setup,
    room_id: int,
    span: Interval,
    party_size: int | None,
    terms: Terms = PLAIN,
    *,
    online: bool,
    booking_id: int | None = None,
    customer_id: int | None = None,
) -> Wanted:
    """What the engine is asked for: a room, time and party on these terms, its codes read as they stand."""
    return Wanted(
        room_id=room_id,
        span=span,
        heads=party_size or 1,
        classes=terms.classes,
        customer_class=terms.customer_class,
        add_ons=terms.add_ons,
        package_id=terms.package_id,
        promo=_promo(terms.promo_id, booking_id, customer_id),
        voucher=_voucher(terms.voucher_id, booking_id),
        pack=_pack(terms.pack_id, booking_id, customer_id),
        agreed=terms.agreed,
        discount=terms.discount,
        closes_at_end=terms.package_id is not None and closes_at(setup, room_id, span) == span.end,
        online=online,
    )


def closes_at(setup: Setup, room_id: int, span: Interval) -> datetime | None:
    """When the room closes on the night the span begins; None where it does not open."""
    try:
        night = setup.night(setup.hours.business_day(span.start), room_id)
    except NoSuchDay:
        return None
    return next((stretch.end for stretch in night.open if span.start in stretch), None)


def _promo(promo_id: int | None, booking_id: int | None, customer_id: int | None) -> Promo | None:
    row = PromoCode.objects.filter(pk=promo_id).first() if promo_id else None
    return promo_of(row, booking_id=booking_id, customer_id=customer_id) if row else None


def _voucher(voucher_id: int | None, booking_id: int | None) -> Voucher | None:
    row = GiftVoucher.objects.filter(pk=voucher_id).first() if voucher_id else None
    return voucher_of(row, booking_id=booking_id) if row else None


def _pack(pack_id: int | None, booking_id: int | None, customer_id: int | None) -> pricing.HourPack | None:
    row = HourPack.objects.filter(pk=pack_id).first() if pack_id else None
    return pack_of(row, booking_id=booking_id, customer_id=customer_id) if row else None


@dataclass(frozen=True)
class PriceChange:
    """What a change would do to a price: as agreed, and as it would be by the rules in force."""

    old: Quote
    new: Quote

    @property
    def difference(self) -> Money:
        return self.new.total - self.old.total

    @property
    def is_same(self) -> bool:
        return self.new.total == self.old.total


def price_change(
    setup: Setup,
    booking: Occupancy,
    *,
    room_id: int | None = None,
    span: Interval | None = None,
    party_size: int | None = None,
    terms: Terms | None = None,
) -> PriceChange | None:
    """Put a booking's agreed price beside what it would cost now, changed as said; None without a price.

    It counts as booked when it was: no early bird is lost by a change.
    """
    agreed = agreed_quote(booking)
    if agreed is None:
        return None
    new = quoted(
        setup,
        room_id or booking.room_id,
        span or booking.span,
        party_size or booking.party_size,
        Terms.from_json(booking.price_terms) if terms is None else terms,
        now=booked_at(booking, otherwise=booking.created_at),
        online=booking.source == "online",
        booking_id=booking.pk,
        customer_id=booking.customer_id,
    )
    return PriceChange(agreed, new)


def booked_at(booking: Occupancy, *, otherwise: datetime) -> datetime:
    """When a booking counts as booked: what its terms say; those of plain prices say nothing."""
    kept = booking.price_terms.get("booked_at")
    return datetime.fromisoformat(kept) if kept else otherwise


def agreed_quote(booking: Occupancy) -> Quote | None:
    """The quote a booking has kept; None where no price was agreed (imported, blocks)."""
    if not booking.quote or not booking.currency:
        return None
    return Quote.from_json(booking.quote, booking.currency)


def less_than_agreed(booking: Occupancy, quote: Quote | None) -> Money:
    """How much less in money a booking asks for at this quote than as agreed; below nothing where it is more.

    What a voucher pays is no money. Nothing where the agreed price stays.
    """
    if quote is None or quote.as_json() == booking.quote:
        return Money(0, booking.currency or booking.room.venue.currency)
    agreed = (booking.total_minor or 0) - paid_minor(booking.price_terms)
    return Money(agreed, booking.currency) - quote.due


def agreed_rate(booking: Occupancy) -> int | None:
    """The price an hour of a booking whose price is nothing but that; None for any other."""
    kept = agreed_quote(booking)
    if kept is None or booking.price_terms or len(kept.lines) != 1:
        return None
    [line] = kept.lines
    is_plain = line.code == "room" and line.unit == "hour" and not (line.rule or line.taxes)
    return line.unit_price.minor if is_plain else None


def after_a_new_length(setup: Setup, booking: Occupancy, room_id: int, span: Interval) -> Quote | None:
    """What a booking costs when its length changes: at its agreed price an hour where that is all there is to
    it, else by the rules in force. None where no price was agreed.
    """
    rate = agreed_rate(booking)
    if rate is not None:
        return hourly(rate, span, booking.currency)
    change = price_change(setup, booking, room_id=room_id, span=span)
    return change.new if change else None


def after_customers_change(setup: Setup, booking: Occupancy, room_id: int, span: Interval) -> Quote | None:
    """What a booking costs after its customer has given it another time, length or room.

    The agreed price holds where the rules make no difference between the two times, whatever has become of
    the rules since; where they do, the new one. None where no price was agreed. What staff agreed on stays.
    """
    kept = agreed_quote(booking)
    if kept is None:
        return None
    if "agreed" in booking.price_terms:
        return kept
    before, after = price_change(setup, booking), price_change(setup, booking, room_id=room_id, span=span)
    assert before is not None
    assert after is not None
    if before.new.total == after.new.total:
        return kept
    if room_id == booking.room_id and span.duration != booking.span.duration:
        return after_a_new_length(setup, booking, room_id, span)
    return after.new


def price_for(booking: Occupancy, span: Interval) -> Quote | None:
    """What a booking costs when staff give it `span` in its room: as agreed where that lasts as long."""
    if span.duration == booking.span.duration:
        return agreed_quote(booking)
    return after_a_new_length(setup_of(booking.room.venue), booking, booking.room_id, span)
