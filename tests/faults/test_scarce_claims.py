"""Fifty at once want the last of something: a use of a promo code, an add-on, what is left on a voucher.

Each holds a room of their own already, so no room's lock makes them queue: what keeps the cap is
the database's alone (bookings/sql/bookings_keep_claims.sql). The control is the same storm without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bookings.domain.interval import Interval
from bookings.domain.pricing.terms import Terms
from bookings.models import BookedAddOn, Booking, GiftVoucher, HourPack, PackUse, PromoCode, Room, Venue
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from bookings.services.hour_packs import sell_hours
from bookings.services.quoting import price_hold
from boom.core import clock
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.factories import make_booking, make_customer, make_room
from tests.factories.prices import make_add_on, make_promo, make_voucher
from tests.faults.crowd import CROWD, ROUNDS, Crowd


@pytest.fixture
def rooms(live_business: Business) -> list[Room]:
    venue = Venue.objects.get()
    return [make_room(venue, name=f"Room {number}") for number in range(CROWD)]


def holds(rooms: list[Room], number: int) -> list[Booking]:
    """Everybody holds their own room at the same time of a night of its own."""
    now = clock.now()
    starts_at = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=3 + number)
    return [
        make_booking(
            room=room,
            starts_at=starts_at,
            minutes=120,
            status="held",
            held_until=now + timedelta(minutes=10),
            source="online",
        )
        for room in rooms
    ]


def all_want(crowd: Crowd, held: list[Booking], terms: Terms) -> Counter[str]:
    def want(booking: Booking) -> Callable[[], Any]:
        return lambda: price_hold(booking_id=booking.pk, terms=terms, now=clock.now())

    return crowd.at_once([want(booking) for booking in held])


def with_line(code: str, held: list[Booking]) -> int:
    """How many of them were priced with such a line."""
    rows = Booking.objects.filter(pk__in=[booking.pk for booking in held])
    return sum(any(line["code"] == code for line in row.quote) for row in rows)


def test_of_fifty_one_gets_the_last_use_of_a_promo_code(crowd: Crowd, rooms: list[Room]):
    for number in range(ROUNDS):
        promo, held = make_promo(rooms[0].venue, cap=1), holds(rooms, number)

        outcomes = all_want(crowd, held, Terms(promo_id=promo.pk))

        assert outcomes["done"] == 1
        assert outcomes.keys() <= {"done", "promo-used-up", "terms-refused", "busy"}
        assert (PromoCode.objects.get(pk=promo.pk).used, with_line("promo", held)) == (1, 1)


def test_of_fifty_one_gets_the_last_of_an_add_on(crowd: Crowd, rooms: list[Room]):
    for number in range(ROUNDS):
        add_on, held = make_add_on(rooms[0].venue, stock=1), holds(rooms, number)

        outcomes = all_want(crowd, held, Terms(add_ons=((add_on.pk, 1),)))

        assert outcomes["done"] == 1
        assert outcomes.keys() <= {"done", "add-on-gone", "busy"}
        assert (BookedAddOn.objects.filter(add_on=add_on).count(), with_line("add-on", held)) == (1, 1)


def test_fifty_cannot_spend_more_than_is_on_a_voucher(crowd: Crowd, rooms: list[Room]):
    for number in range(ROUNDS):
        voucher, held = make_voucher(rooms[0].venue, initial_minor=10_000), holds(rooms, number)

        outcomes = all_want(crowd, held, Terms(voucher_id=voucher.pk))

        assert 1 <= outcomes["done"] <= 2
        assert outcomes.keys() <= {"done", "voucher-spent", "terms-refused", "busy"}
        kept = Booking.objects.filter(pk__in=[each.pk for each in held]).values_list("price_terms", flat=True)
        spent = sum(terms.get("voucher_minor", 0) for terms in kept)
        assert GiftVoucher.objects.get(pk=voucher.pk).balance_minor == 10_000 - spent >= 0


def test_fifty_bookings_of_one_guest_cannot_take_more_hours_than_were_paid_for(
    crowd: Crowd, rooms: list[Room]
):
    for number in range(ROUNDS):
        guest, held = make_customer(), holds(rooms, number)
        Booking.objects.filter(pk__in=[each.pk for each in held]).update(customer=guest)
        # Five hours; each of the fifty wants two of them.
        pack = sell_hours(
            customer_id=guest.pk,
            venue_id=rooms[0].venue_id,
            name="Five hours",
            minutes=300,
            price_minor=10_000,
        )

        outcomes = all_want(crowd, held, Terms(pack_id=pack.pk))

        assert 2 <= outcomes["done"] <= 3
        assert outcomes.keys() <= {"done", "pack-spent", "terms-refused", "busy"}
        taken = sum(PackUse.objects.filter(pack=pack).values_list("minutes", flat=True))
        assert HourPack.objects.get(pk=pack.pk).minutes_left == 300 - taken >= 0
        assert with_line("pack", held) == outcomes["done"]


def test_fifty_bookings_that_change_packs_with_each_other_do_not_wait_in_a_circle(
    crowd: Crowd, rooms: list[Room]
):
    guest = make_customer()
    packs = [
        sell_hours(customer_id=guest.pk, venue_id=rooms[0].venue_id, name=name, minutes=9_000, price_minor=1)
        for name in ("One", "Other")
    ]
    held = holds(rooms, 0)
    Booking.objects.filter(pk__in=[each.pk for each in held]).update(customer=guest)
    has = {each.pk: packs[number % 2] for number, each in enumerate(held)}
    for booking in held:
        price_hold(booking_id=booking.pk, terms=Terms(pack_id=has[booking.pk].pk), now=clock.now())

    def change(booking: Booking) -> Callable[[], Any]:
        other = packs[1] if has[booking.pk] == packs[0] else packs[0]
        return lambda: price_hold(booking_id=booking.pk, terms=Terms(pack_id=other.pk), now=clock.now())

    outcomes = crowd.at_once([change(booking) for booking in held])

    assert outcomes == {"done": CROWD}


def test_fifty_new_bookings_of_one_guest_take_no_more_hours_than_were_paid_for(
    crowd: Crowd, rooms: list[Room]
):
    guest = make_customer(email="fifty@example.com")
    contact = Contact(guest.name, guest.email)
    for number in range(ROUNDS):
        starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3 + number)
        span = Interval.lasting(starts_at, timedelta(hours=2))
        pack = sell_hours(
            customer_id=guest.pk,
            venue_id=rooms[0].venue_id,
            name="Five hours",
            minutes=300,
            price_minor=10_000,
        )

        def book(room: Room, span: Interval = span, pack_id: int = pack.pk) -> Callable[[], Any]:
            return lambda: create_booking(
                room_id=room.pk,
                span=span,
                contact=contact,
                party_size=2,
                source="phone",
                now=clock.now(),
                override_reason="Whatever the hours say",
                terms=Terms(pack_id=pack_id),
            )

        outcomes = crowd.at_once([book(room) for room in rooms])

        taken = sum(PackUse.objects.filter(pack=pack).values_list("minutes", flat=True))
        assert 2 <= outcomes["done"] <= 3
        assert outcomes.keys() <= {"done", "pack-spent", "terms-refused", "busy"}
        assert HourPack.objects.get(pk=pack.pk).minutes_left == 300 - taken >= 0


@pytest.fixture
def unprotected(live_business: Business) -> Business:
    with owner_connection() as owner:
        table = f"{live_business.schema_name}.bookings_occupancy"
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER bookings_claims_kept")
    return live_business


def test_control_without_the_claims_the_same_storms_give_the_last_one_away_many_times(
    unprotected: Business, crowd: Crowd, rooms: list[Room]
):
    venue = rooms[0].venue
    promo, add_on = make_promo(venue, cap=1), make_add_on(venue, stock=1)
    voucher = make_voucher(venue, initial_minor=10_000)

    wanted = [
        Terms(promo_id=promo.pk),
        Terms(add_ons=((add_on.pk, 1),)),
        Terms(voucher_id=voucher.pk),
    ]
    done = [all_want(crowd, holds(rooms, number), terms)["done"] for number, terms in enumerate(wanted)]

    assert min(done) > 2
