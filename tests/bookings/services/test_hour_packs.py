"""Prepaid hours: a line of the price, a balance that follows its bookings, given back as the terms say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from audit.models import AuditEvent
from bookings.domain.interval import Interval
from bookings.domain.pricing import Agreed
from bookings.domain.pricing.changes import Kind, Size
from bookings.domain.pricing.terms import PLAIN, Price, Terms
from bookings.domain.pricing.wanted import StaffDiscount
from bookings.errors import (
    CLAIMS,
    PackOfAnother,
    PackSpent,
    PackUnknown,
    PackWithdrawn,
    RulesBroken,
    TermsRefused,
)
from bookings.models import Booking, Customer, HourPack, PackUse, Venue
from bookings.selectors.setup import setup_of
from bookings.selectors.visits import price_of_going_on
from bookings.services.arrivals import check_in, mark_no_show
from bookings.services.bookings import create_booking, edit_booking, restore_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.hour_packs import bring_hours_back, sell_hours, withdraw_hours
from bookings.services.quoting import reprice_booking
from bookings.services.undo import undo_change
from bookings.services.visits import change_room, extend_booking
from boom.core.db import refusing
from boom.core.errors import Invalid
from tests.conftest import TONIGHT
from tests.factories import at, make_customer, make_room, make_venue
from tests.factories.prices import make_add_on, make_package, make_price_list

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
TUESDAY = "2026-11-24 21:00"


@pytest.fixture
def room(business):
    return make_room(make_venue(), name="Duet", capacity_max=6, price_per_hour_minor=3000)


@pytest.fixture
def ann(business) -> Customer:
    return make_customer(name="Ann", email="ann@example.com")


def pack(room: Any, customer: Customer, **given: Any) -> HourPack:
    """Ten hours for 250.00."""
    values = {"name": "Ten hours", "minutes": 600, "price_minor": 25000}
    return sell_hours(customer_id=customer.pk, venue_id=room.venue_id, **values | given)


def booked(room: Any, hours: int = 2, start: str = TUESDAY, **given: Any) -> Booking:
    values: dict[str, Any] = {
        "room_id": room.pk,
        "span": Interval(at(start), at(start) + hours * HOUR),
        "contact": Contact("Ann", "ann@example.com"),
        "party_size": 2,
        "source": "phone",
        "now": TONIGHT,
    }
    return create_booking(**values | given)


def paid_with(booking: Booking, pack: HourPack, **more: Any) -> Booking:
    terms = Terms(pack_id=pack.pk, **more)
    return reprice_booking(booking_id=booking.pk, version=booking.version, terms=terms, now=TONIGHT)


def left(pack: HourPack) -> int:
    return HourPack.objects.get(pk=pack.pk).minutes_left


def test_hours_pay_for_the_time_in_a_line_of_their_own_and_leave_the_balance(room, ann):
    ten, platter = pack(room, ann), make_add_on(room.venue)

    booking = paid_with(booked(room), ten, add_ons=((platter.pk, 1),))

    assert [(line["code"], line["amount_minor"]) for line in booking.quote] == [
        ("room", 6000),
        ("add-on", 1500),
        ("pack", -6000),
    ]
    assert booking.total_minor == 1500
    assert left(ten) == 480
    assert list(PackUse.objects.values_list("booking_id", "minutes")) == [(booking.pk, 120)]


def test_what_the_balance_does_not_cover_is_paid_as_usual(room, ann):
    short = pack(room, ann, minutes=90)

    booking = paid_with(booked(room, hours=3), short)

    assert (booking.total_minor, left(short)) == (4500, 0)


def test_an_empty_pack_is_refused_by_name(room, ann):
    short = pack(room, ann, minutes=60)
    paid_with(booked(room, hours=1), short)

    with pytest.raises(TermsRefused) as refused:
        paid_with(booked(room, start="2026-11-25 21:00"), short)

    assert refused.value.fields == {"pack": "Nothing is left of Ten hours."}


@pytest.mark.parametrize(
    "limits",
    [{"weekdays": [4, 5]}, {"good_until": at("2026-11-23 12:00").date()}],
    ids=["weekday", "until"],
)
def test_it_pays_only_where_and_when_it_is_for(room, ann, limits):
    ten = pack(room, ann, **limits)

    with pytest.raises(TermsRefused) as refused:
        paid_with(booked(room), ten)

    assert refused.value.fields == {"pack": "Ten hours is not for this room or day."}


def test_it_pays_in_its_rooms_only(room, ann):
    other = make_room(room.venue, name="Echo")
    ten = pack(room, ann, room_ids=[other.pk])

    with pytest.raises(TermsRefused):
        paid_with(booked(room), ten)
    assert paid_with(booked(other), ten).total_minor == 0


def test_nobody_pays_with_somebody_elses_hours(room, ann):
    theirs = pack(room, make_customer(name="Bea"))

    with pytest.raises(TermsRefused) as refused:
        paid_with(booked(room), theirs)

    assert refused.value.fields == {"pack": "There are no such prepaid hours."}


def test_hours_of_a_record_that_was_merged_in_are_theirs(room, ann):
    former = make_customer(name="A. Abel")
    ten = pack(room, former)
    Customer.objects.filter(pk=former.pk).update(merged_into=ann)

    assert paid_with(booked(room), ten).total_minor == 0


def test_prepaid_time_counts_towards_a_minimum_spend_and_not_for_packages(room, ann):
    make_price_list(room.venue, {"name": "Peak", "price_minor": 3000, "minimum_spend_minor": 5000})
    ten, party = pack(room, ann), make_package(room.venue)
    booking = booked(room)

    with pytest.raises(TermsRefused):
        paid_with(booking, ten, package_id=party.pk)
    booking.refresh_from_db()
    assert paid_with(booking, ten).total_minor == 0


def test_a_longer_visit_takes_more_of_it_and_another_price_gives_it_back(room, ann):
    ten = pack(room, ann)
    booking = paid_with(booked(room, hours=1, start="2026-11-21 19:00"), ten)

    longer = extend_booking(booking_id=booking.pk, duration=HOUR, version=booking.version, now=TONIGHT)
    after_extending = left(ten)
    plain = reprice_booking(booking_id=booking.pk, version=longer.version, terms=PLAIN, now=TONIGHT)

    assert (longer.total_minor, after_extending) == (0, 480)
    assert (plain.total_minor, left(ten)) == (6000, 600)


def test_cancelling_in_time_gives_all_of_it_back_and_restoring_takes_it_again(room, ann):
    Venue.objects.filter(pk=room.venue_id).update(cancel_until=60)
    ten = pack(room, ann)
    booking = paid_with(booked(room), ten)

    cancelled = cancel_booking(booking_id=booking.pk, now=TONIGHT)
    given_back = left(ten)
    restore_booking(booking_id=booking.pk, version=cancelled.version, now=TONIGHT)

    assert (given_back, left(ten)) == (600, 480)


def test_cancelling_late_keeps_the_share_that_the_terms_keep_of_a_price(room, ann):
    Venue.objects.filter(pk=room.venue_id).update(
        cancel_until=7 * 1440, cancellation_tiers=[{"notice": 0, "percent": 50}]
    )
    ten = pack(room, ann)
    booking = paid_with(booked(room), ten)

    cancelled = cancel_booking(booking_id=booking.pk, now=TONIGHT)

    assert (left(ten), cancelled.price_terms["pack_kept"]) == (540, 60)
    assert PackUse.objects.get(booking=booking).minutes == 60


def test_charging_nothing_takes_a_reason_and_gives_the_hours_back(room, ann):
    Venue.objects.filter(pk=room.venue_id).update(
        cancel_until=7 * 1440, cancellation_tiers=[{"notice": 0, "percent": 50}]
    )
    ten = pack(room, ann)
    booking = paid_with(booked(room), ten)

    with pytest.raises(RulesBroken):
        cancel_booking(booking_id=booking.pk, now=TONIGHT, fee_minor=0)
    cancel_booking(booking_id=booking.pk, now=TONIGHT, fee_minor=0, override_reason="Our fault")

    assert left(ten) == 600


def test_taking_a_booking_back_gives_its_hours_back(room, ann):
    ten = pack(room, ann)
    booking = paid_with(booked(room), ten)

    undo_change(booking_id=booking.pk, version=booking.version, now=TONIGHT)

    booking.refresh_from_db()
    assert (booking.total_minor, left(ten)) == (6000, 600)


def test_the_balance_cannot_go_below_zero_whatever_is_written(room, ann):
    ten = pack(room, ann, minutes=60)
    booking = booked(room)

    with pytest.raises(PackSpent), refusing(CLAIMS):
        Booking.objects.filter(pk=booking.pk).update(price_terms={"pack": ten.pk, "pack_minutes": 61})

    assert left(ten) == 60


def test_a_withdrawn_pack_pays_for_nothing_new_until_it_is_brought_back(room, ann):
    ten = pack(room, ann)
    first = paid_with(booked(room), ten)
    withdraw_hours(pack_id=ten.pk)

    with pytest.raises(TermsRefused):
        paid_with(booked(room, start="2026-11-25 21:00"), ten)
    again = reprice_booking(booking_id=first.pk, version=first.version, now=TONIGHT)
    bring_hours_back(pack_id=ten.pk)

    assert again.total_minor == 0
    assert paid_with(booked(room, start="2026-11-26 21:00"), ten).total_minor == 0


def test_selling_it_is_on_record_once_however_often_the_form_is_sent(room, ann):
    first = pack(room, ann, idempotency_key="one-form")
    second = pack(room, ann, idempotency_key="one-form")

    [event] = AuditEvent.objects.filter(table="bookings_hourpack", entity_id=str(first.pk))
    assert first == second
    assert (event.action, event.new["minutes_bought"], event.new["price_minor"]) == ("insert", 600, 25000)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"minutes": 0}, "hours"), ({"price_minor": -1}, "price"), ({"room_ids": [0]}, "rooms")],
)
def test_nonsense_is_refused(room, ann, given, field):
    with pytest.raises(Invalid) as refused:
        pack(room, ann, **given)

    assert list(refused.value.fields) == [field]


def test_a_pack_nobody_has_cannot_be_withdrawn(business):
    with pytest.raises(PackUnknown):
        withdraw_hours(pack_id=0)


# ---- who never came --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("percent", "after"), [(0, 600), (50, 540), (100, 480)])
def test_of_a_no_show_the_venues_share_is_kept_until_they_come_after_all(room, ann, percent, after):
    Venue.objects.filter(pk=room.venue_id).update(no_show_percent=percent)
    ten = pack(room, ann)
    booking = paid_with(booked(room), ten)
    later = at("2026-11-24 22:00")

    gone = mark_no_show(booking_id=booking.pk, version=booking.version, now=later)
    kept = left(ten)
    back = check_in(booking_id=booking.pk, version=gone.version, now=later)

    assert (kept, left(ten)) == (after, 480)
    assert "pack_kept" not in back.price_terms


def test_a_no_show_that_is_brought_back_takes_its_hours_again(room, ann):
    ten = pack(room, ann)
    booking = paid_with(booked(room), ten)
    later = at("2026-11-24 22:00")
    gone = mark_no_show(booking_id=booking.pk, version=booking.version, now=later)
    given_back = left(ten)

    restore_booking(booking_id=booking.pk, version=gone.version, now=later)

    assert (given_back, left(ten)) == (600, 480)


def test_what_was_cancelled_does_not_take_hours_of_a_withdrawn_pack_again(room, ann):
    ten = pack(room, ann)
    booking = paid_with(booked(room), ten)
    cancelled = cancel_booking(booking_id=booking.pk, now=TONIGHT)
    withdraw_hours(pack_id=ten.pk)

    with pytest.raises(PackWithdrawn):
        restore_booking(booking_id=booking.pk, version=cancelled.version, now=TONIGHT)
    refused = left(ten)
    bring_hours_back(pack_id=ten.pk)
    restore_booking(booking_id=booking.pk, version=cancelled.version, now=TONIGHT)

    assert (refused, left(ten)) == (600, 480)


# ---- another room, another price, another guest ----------------------------------------------------------


def changes_room(booking: Booking, other: Any, hours: int) -> tuple[Any, Any, Any]:
    """So many hours into the visit: what it was said to cost more, and both bookings."""
    there = check_in(booking_id=booking.pk, version=booking.version, now=booking.starts_at)
    now = booking.starts_at + hours * HOUR
    said = price_of_going_on(there, setup_of(other.venue), other.pk, there.ends_at, now=now)
    return said, *change_room(booking_id=booking.pk, room_id=other.pk, version=there.version, now=now)


@pytest.mark.parametrize(("minutes", "second_costs"), [(600, 0), (150, 1500)], ids=["enough", "too-few"])
def test_the_rest_of_a_visit_in_another_room_is_paid_with_the_same_hours(room, ann, minutes, second_costs):
    other = make_room(room.venue, name="Trio", capacity_max=6, price_per_hour_minor=3000)
    ten = pack(room, ann, minutes=minutes)
    booking = paid_with(booked(room, hours=3), ten)
    paid = booking.total_minor

    said, first, second = changes_room(booking, other, hours=1)

    assert (first.total_minor, second.total_minor) == (0, second_costs)
    assert said.minor == second_costs - paid
    assert left(ten) == max(0, minutes - 180)


def test_hours_that_are_not_for_the_other_room_do_not_pay_there(room, ann):
    other = make_room(room.venue, name="Trio", capacity_max=6, price_per_hour_minor=3000)
    ten = pack(room, ann, room_ids=[room.pk])

    said, first, second = changes_room(paid_with(booked(room, hours=3), ten), other, hours=1)

    assert (first.total_minor, second.total_minor, said.minor) == (0, 6000, 6000)
    assert left(ten) == 540


def test_a_percentage_off_goes_along_into_the_other_room_and_an_amount_stays_where_it_was(room, ann):
    other = make_room(room.venue, name="Trio", capacity_max=6, price_per_hour_minor=3000)
    half = Terms(discount=StaffDiscount(Size(Kind.PERCENT, 50_000), "Regulars"))
    ten_off = Terms(discount=StaffDiscount(Size(Kind.AMOUNT, 1000), "Sorry"))

    share = changes_room(booked(room, hours=3, terms=half), other, hours=1)
    amount = changes_room(booked(room, hours=3, start="2026-11-25 21:00", terms=ten_off), other, hours=1)

    assert [each.total_minor for each in share[1:]] == [1500, 3000]
    assert [each.total_minor for each in amount[1:]] == [2000, 6000]
    assert [share[0].minor, amount[0].minor] == [0, 0]


def test_a_price_that_was_agreed_is_for_the_whole_visit_in_whatever_rooms(room, ann):
    other = make_room(room.venue, name="Trio", capacity_max=6, price_per_hour_minor=5000)
    booking = booked(room, hours=3, terms=Terms(agreed=Agreed(9000, "A friend")))

    said, first, second = changes_room(booking, other, hours=1)

    assert (first.total_minor, second.total_minor, said.minor) == (9000, 0, 0)


def test_an_agreed_price_leaves_prepaid_hours_alone_and_says_so(room, ann):
    ten = pack(room, ann)
    booking = booked(room)

    with pytest.raises(TermsRefused) as refused:
        paid_with(booking, ten, agreed=Agreed(9000, "A friend"))

    said = "The agreed price is all there is to pay, so Ten hours pays for nothing here."
    assert refused.value.fields == {"pack": said}
    assert left(ten) == 600


def given_to(booking: Booking, contact: Contact, **more: Any) -> Booking:
    return edit_booking(
        booking_id=booking.pk,
        version=booking.version,
        contact=contact,
        party_size=2,
        note="",
        staff_note="",
        now=TONIGHT,
        **more,
    )


@pytest.mark.parametrize("contact", [Contact("Bo", "bo@example.com"), Contact("Bo")], ids=["known", "a-name"])
def test_a_booking_is_not_given_to_somebody_else_with_the_hours_of_the_first(room, ann, contact):
    ten = pack(room, ann)
    booking = paid_with(booked(room), ten)

    with pytest.raises(PackOfAnother):
        given_to(booking, contact)
    plain = reprice_booking(booking_id=booking.pk, version=booking.version, terms=PLAIN, now=TONIGHT)
    theirs = given_to(plain, contact)

    assert theirs.customer != ann
    assert (theirs.total_minor, left(ten)) == (6000, 600)


def test_given_to_somebody_else_at_a_new_price_it_is_not_paid_with_hours_any_more(room, ann):
    ten = pack(room, ann)

    theirs = given_to(paid_with(booked(room), ten), Contact("Bo", "bo@example.com"), price=Price.NEW)

    assert (theirs.total_minor, left(ten)) == (6000, 600)


def test_a_corrected_address_keeps_the_hours(room, ann):
    ten = pack(room, ann)

    same = given_to(paid_with(booked(room), ten), Contact("Ann", "ann.abel@example.com"))

    assert (same.customer_id, same.total_minor, left(ten)) == (ann.pk, 0, 480)
