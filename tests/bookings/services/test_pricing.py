"""Every way in gets its price from the one engine, keeps it, and claims and gives back what is scarce."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from audit.models import AuditEvent
from bookings.domain.interval import Interval
from bookings.domain.pricing import Agreed, StaffDiscount
from bookings.domain.pricing.changes import Kind, Size
from bookings.domain.pricing.terms import Price, Terms
from bookings.errors import (
    CLAIMS,
    AddOnGone,
    PriceChanged,
    PromoUsedBefore,
    PromoUsedUp,
    TermsRefused,
    VoucherSpent,
)
from bookings.models import BookedAddOn, Booking, PromoUse, VoucherUse
from bookings.selectors.prices import rule_set
from bookings.selectors.quoting import price_change
from bookings.selectors.setup import setup_of
from bookings.services import bookings, holds, undo
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.quoting import price_hold, reprice_booking
from boom.core.db import refusing
from boom.core.errors import Invalid
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue
from tests.factories.prices import (
    make_add_on,
    make_customer_class,
    make_deposit,
    make_package,
    make_price_list,
    make_promo,
    make_tax,
    make_voucher,
)

pytestmark = pytest.mark.django_db
ANN = Contact(name="Ann", email="ann@example.com")
BEN = Contact(name="Ben", email="ben@example.com")
PEAK = {"name": "Peak", "price_minor": 9000, "starts": time(20), "ends": time(0), "weekdays": [4, 5]}
STANDARD = {"name": "Standard", "price_minor": 4000}


@pytest.fixture
def room(business):
    return make_room(make_venue(), name="Alto")


def span(start: str = "20:00", hours: float = 2, day: str = "2026-11-21") -> Interval:
    return Interval.lasting(at(f"{day} {start}"), timedelta(hours=hours))


def hold(room, when=None, **given: Any) -> Booking:
    values = {"room_id": room.pk, "span": when or span(), "party_size": 2, "now": TONIGHT}
    return holds.hold_slot(**values | given)


def take(room, when=None, *, contact=ANN, **given: Any) -> Booking:
    values = {"room_id": room.pk, "span": when or span(), "party_size": 2, "source": "phone", "now": TONIGHT}
    return bookings.create_booking(**values | {"contact": contact} | given)


def lines(booking) -> list[tuple[str, str, int]]:
    return [(line["code"], line.get("rule", ""), line["amount_minor"]) for line in booking.quote]


def setup(room):
    room.venue.refresh_from_db()
    return setup_of(room.venue)


# ---- every way in -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [hold, take])
def test_a_booking_over_a_boundary_keeps_a_line_for_each_rate(room, way):
    make_price_list(room.venue, PEAK, STANDARD)

    booking = way(room, span("19:00", 3))

    assert lines(booking) == [("room", "Standard", 4000), ("room", "Peak", 18000)]
    assert booking.total_minor == 22000
    assert booking.price_terms["price_list"].startswith("Prices")


def test_a_plain_venues_bookings_keep_what_they_always_kept(room):
    booking = take(room)

    assert lines(booking) == [("room", "", 6000)]
    assert booking.price_terms == {}


def test_later_rules_change_nothing_that_was_agreed(room):
    booking = take(room)

    make_price_list(room.venue, PEAK)
    make_tax(room.venue, is_included=False)
    moved = bookings.move_booking(
        booking_id=booking.pk, room_id=room.pk, span=span("22:00"), version=1, now=TONIGHT
    )

    assert (moved.total_minor, lines(moved)) == (6000, [("room", "", 6000)])


def test_a_new_length_is_paid_by_the_rules(room):
    make_price_list(room.venue, PEAK, STANDARD)
    booking = take(room, span("18:00", 2))

    longer = bookings.move_booking(
        booking_id=booking.pk, room_id=room.pk, span=span("18:00", 3), version=1, now=TONIGHT
    )

    assert lines(longer) == [("room", "Standard", 8000), ("room", "Peak", 9000)]


@pytest.mark.parametrize(("choice", "total"), [(Price.USUAL, 8000), (Price.KEEP, 8000), (Price.NEW, 18000)])
def test_staff_choose_whether_a_move_takes_the_new_price(room, choice, total):
    make_price_list(room.venue, PEAK, STANDARD)
    booking = take(room, span("18:00", 2))

    moved = bookings.move_booking(
        booking_id=booking.pk, room_id=room.pk, span=span("20:00"), version=1, now=TONIGHT, price=choice
    )

    assert moved.total_minor == total


def test_a_longer_booking_may_keep_its_price(room):
    booking = take(room)

    longer = bookings.move_booking(
        booking_id=booking.pk, room_id=room.pk, span=span(hours=3), version=1, now=TONIGHT, price=Price.KEEP
    )

    assert longer.total_minor == 6000


@pytest.mark.parametrize(("start", "total"), [("18:00", 8000), ("21:00", 18000)])
def test_a_customers_move_costs_what_the_new_time_costs(room, start, total):
    make_price_list(room.venue, PEAK, STANDARD)
    room.venue.cancel_until = 0
    room.venue.save()
    booking = take(room, span("18:30", 1.5, "2026-11-27"))
    booking.refresh_from_db()

    moved = bookings.move_booking(
        booking_id=booking.pk,
        room_id=room.pk,
        span=span(start, 2, "2026-11-27"),
        version=1,
        now=TONIGHT,
        by_staff=False,
    )

    assert moved.total_minor == total


def test_what_a_change_would_cost_is_shown_line_by_line(room):
    make_price_list(room.venue, PEAK, STANDARD)
    booking = take(room, span("18:00", 2))

    change = price_change(setup(room), booking, span=span("19:00", 2))

    assert change is not None
    assert (change.old.total.minor, change.new.total.minor, change.difference.minor) == (8000, 13000, 5000)
    assert [line.rule for line in change.new.lines] == ["Standard", "Peak"]


def test_a_larger_party_pays_its_rate_when_staff_take_the_new_price(room):
    make_price_list(room.venue, {"name": "Each", "price_minor": 1000, "per": "person"})
    booking = take(room)

    def edit(version, **given: Any):
        return bookings.edit_booking(
            booking_id=booking.pk,
            version=version,
            contact=ANN,
            party_size=5,
            note="",
            staff_note="",
            now=TONIGHT,
            **given,
        )

    assert edit(1).total_minor == 2000
    assert edit(2, price=Price.NEW).total_minor == 5000


# ---- terms ------------------------------------------------------------------------------------------------


def test_a_package_with_a_kind_of_customer_and_a_deposit_is_kept_with_its_terms(room):
    venue = room.venue
    platter, members = make_add_on(venue, stock=5), make_customer_class(venue)
    package = make_package(venue, customer_class=members)
    package.items.create(add_on=platter, quantity=2)
    make_deposit(venue)

    booking = take(room, terms=Terms(package_id=package.pk, customer_class=members.pk))

    assert lines(booking) == [("package", "Party", 10000), ("included", "Platter", 0)]
    assert booking.price_terms == {
        "package": package.pk,
        "class": members.pk,
        "stock": [[platter.pk, 2]],
        "deposit_minor": 5000,
        "deposit_rule": "Half",
        "booked_at": TONIGHT.isoformat(),
    }
    assert BookedAddOn.objects.get().quantity == 2


def test_terms_that_cannot_be_had_are_refused_by_name_and_nothing_is_booked(room):
    other = make_add_on(room.venue, categories=["Other"])

    with pytest.raises(TermsRefused) as refused:
        take(room, terms=Terms(add_ons=((other.pk, 1),)))

    assert refused.value.fields == {"add_ons": "Platter is not for this room, day or party."}
    assert not room.occupancies.exists()


def test_staff_agree_on_a_price_with_a_reason_and_it_is_on_record(room):
    booking = take(room)

    changed = reprice_booking(
        booking_id=booking.pk, version=1, terms=Terms(agreed=Agreed(4500, "Regulars")), now=TONIGHT
    )

    assert lines(changed) == [("room", "", 6000), ("agreed", "Regulars", -1500)]
    event = AuditEvent.objects.filter(table="bookings_occupancy", action="update").latest("id")
    assert event.new["price_terms"]["agreed"] == [4500, "Regulars"]


@pytest.mark.parametrize(
    "terms", [Terms(agreed=Agreed(1, " ")), Terms(discount=StaffDiscount(Size(Kind.AMOUNT, 1), ""))]
)
def test_a_price_of_staffs_own_needs_a_reason(room, terms):
    booking = take(room)

    with pytest.raises(Invalid) as refused:
        reprice_booking(booking_id=booking.pk, version=1, terms=terms, now=TONIGHT)

    assert refused.value.fields == {"price_reason": "Say why, for the record."}


# ---- holds ------------------------------------------------------------------------------------------------


def test_a_hold_is_reckoned_anew_with_what_its_customer_chose_and_booked_at_that(room):
    platter, promo = make_add_on(room.venue), make_promo(room.venue)
    held = hold(room)
    terms = Terms(add_ons=((platter.pk, 2),), promo_id=promo.pk)

    priced = price_hold(booking_id=held.pk, terms=terms, now=TONIGHT)
    booked = holds.confirm_hold(
        booking_id=held.pk, contact=ANN, now=TONIGHT, terms=terms, shown_minor=priced.total_minor
    )

    assert lines(booked) == [("room", "", 6000), ("add-on", "Platter", 3000), ("promo", promo.code, -900)]
    assert booked.total_minor == 8100


def test_nobody_books_at_another_price_than_the_one_they_saw(room):
    platter = make_add_on(room.venue)
    held = hold(room)

    with pytest.raises(PriceChanged):
        holds.confirm_hold(
            booking_id=held.pk,
            contact=ANN,
            now=TONIGHT,
            terms=Terms(add_ons=((platter.pk, 1),)),
            shown_minor=6000,
        )

    held.refresh_from_db()
    assert (held.status, held.total_minor) == ("held", 6000)


def test_a_first_booking_code_is_refused_once_it_shows_whose_it_is(room):
    promo = make_promo(room.venue, first_time=True)
    take(room, span("01:00", 1, "2026-11-22"), contact=BEN)
    held = hold(room)
    price_hold(booking_id=held.pk, terms=Terms(promo_id=promo.pk), now=TONIGHT)

    with pytest.raises(TermsRefused) as refused:
        holds.confirm_hold(booking_id=held.pk, contact=BEN, now=TONIGHT)

    assert refused.value.fields == {"promo": "This code is for a first booking only."}
    assert holds.confirm_hold(booking_id=held.pk, contact=ANN, now=TONIGHT).total_minor == 5400


# ---- claims -----------------------------------------------------------------------------------------------


def test_the_last_use_of_a_code_is_given_once_and_comes_back_with_a_cancellation(room):
    promo = make_promo(room.venue, cap=1)
    terms = Terms(promo_id=promo.pk)
    first = take(room, terms=terms)

    with pytest.raises(TermsRefused, match="used up"):
        take(room, span("22:00"), terms=terms)
    cancel_booking(booking_id=first.pk, now=TONIGHT)
    second = take(room, span("22:00"), terms=terms)
    with pytest.raises(PromoUsedUp):
        bookings.restore_booking(booking_id=first.pk, version=2, now=TONIGHT)

    promo.refresh_from_db()
    assert (promo.used, PromoUse.objects.get().booking_id) == (1, second.pk)


def test_an_expired_hold_gives_back_what_it_claimed(room):
    platter, voucher = make_add_on(room.venue, stock=1), make_voucher(room.venue)
    promo = make_promo(room.venue, cap=1)
    held = hold(room)
    terms = Terms(add_ons=((platter.pk, 1),), promo_id=promo.pk, voucher_id=voucher.pk)
    price_hold(booking_id=held.pk, terms=terms, now=TONIGHT)
    voucher.refresh_from_db()
    assert voucher.balance_minor == 0

    holds.expire_holds(now=held.held_until)

    voucher.refresh_from_db()
    promo.refresh_from_db()
    assert (voucher.balance_minor, promo.used) == (5000, 0)
    assert not BookedAddOn.objects.exists()
    assert not VoucherUse.objects.exists()


def test_an_undone_cancellation_claims_again_and_an_undone_booking_gives_back(room):
    promo = make_promo(room.venue, cap=1)
    booking = take(room, terms=Terms(promo_id=promo.pk))
    cancel_booking(booking_id=booking.pk, version=1, now=TONIGHT)

    undo.undo_change(booking_id=booking.pk, version=2, now=TONIGHT)

    promo.refresh_from_db()
    assert promo.used == 1


def test_a_voucher_pays_what_is_left_on_it_and_no_more(room):
    voucher = make_voucher(room.venue, initial_minor=8000)
    first = take(room, terms=Terms(voucher_id=voucher.pk))
    second = take(room, span("22:00"), terms=Terms(voucher_id=voucher.pk))

    voucher.refresh_from_db()
    paid = [booking.price_terms["voucher_minor"] for booking in (first, second)]
    assert (paid, voucher.balance_minor) == ([6000, 2000], 0)


def test_the_database_refuses_a_balance_below_nothing_whoever_asks(room):
    voucher = make_voucher(room.venue, initial_minor=1000)
    booking = take(room)
    booking.price_terms = {"voucher": voucher.pk, "voucher_minor": 1001}

    with pytest.raises(VoucherSpent), refusing(CLAIMS):
        booking.save()


def test_stock_counts_at_each_instant_and_moves_with_its_booking(room):
    platter = make_add_on(room.venue, stock=1)
    other = make_room(room.venue)
    terms = Terms(add_ons=((platter.pk, 1),))
    first = take(room, span("20:00"), terms=terms)

    with pytest.raises(AddOnGone):
        take(other, span("21:00"), terms=terms)
    beside = take(other, span("22:00"), terms=terms)
    with pytest.raises(AddOnGone):
        bookings.move_booking(
            booking_id=beside.pk, room_id=other.pk, span=span("21:30"), version=1, now=TONIGHT
        )
    bookings.move_booking(booking_id=first.pk, room_id=room.pk, span=span("18:00"), version=1, now=TONIGHT)
    moved = bookings.move_booking(
        booking_id=beside.pk, room_id=other.pk, span=span("21:30"), version=1, now=TONIGHT
    )

    assert BookedAddOn.objects.get(booking=moved).starts_at == moved.starts_at


def test_a_customers_cap_holds_when_a_hold_shows_whose_it_is(room):
    promo = make_promo(room.venue, per_customer=1)
    terms = Terms(promo_id=promo.pk)
    take(room, span("22:00"), terms=terms)
    held = hold(room)
    price_hold(booking_id=held.pk, terms=terms, now=TONIGHT)

    with pytest.raises((PromoUsedBefore, TermsRefused)):
        holds.confirm_hold(booking_id=held.pk, contact=ANN, now=TONIGHT)

    assert holds.confirm_hold(booking_id=held.pk, contact=BEN, now=TONIGHT).total_minor == 5400


def test_taking_a_row_away_gives_back_what_it_claimed(room):
    voucher = make_voucher(room.venue)
    take(room, terms=Terms(voucher_id=voucher.pk))

    Booking.objects.all().delete()

    voucher.refresh_from_db()
    assert voucher.balance_minor == 5000


def test_a_booking_without_claims_makes_none(room):
    make_booking(room=room, starts_at=at("2026-11-21 23:00"))

    assert not PromoUse.objects.exists()


# ---- rule sets --------------------------------------------------------------------------------------------


def test_a_venues_rules_are_read_in_one_query_however_many(room, count_queries):
    venue = room.venue
    make_price_list(venue, PEAK, STANDARD)
    for number in range(5):
        make_add_on(venue, name=f"Thing {number}")
        make_package(venue, name=f"Package {number}")
        make_price_list(venue, PEAK, valid_from=date(2027, 1, 1 + number))

    schedule = setup(room).hours.schedule
    with count_queries() as queries:
        found = rule_set(venue, schedule)

    assert queries() == 1
    assert (len(found.price_lists), len(found.add_ons), len(found.packages)) == (6, 5, 5)
