"""Two records become one without losing a booking, and one becomes two again exactly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from audit.errors import ChangedSince, InTheWay
from audit.services.undo import take_back
from bookings.domain.interval import Interval
from bookings.domain.pricing.terms import Terms
from bookings.errors import CannotMerge
from bookings.models import Booking, Customer, HourPack, Room
from bookings.selectors.bans import bans_against
from bookings.selectors.consents import asked_now, consents_of
from bookings.selectors.customers import customer_called, figures_of, merge_that_made
from bookings.selectors.duplicates import duplicate_pairs, duplicates_of, plain_address
from bookings.selectors.merging import meetings, tables_of_customers
from bookings.services.bans import ban
from bookings.services.bookings import create_booking, edit_booking
from bookings.services.consents import record_consent
from bookings.services.customer_records import add_customer, change_customer
from bookings.services.customers import Contact, match_customer
from bookings.services.hour_packs import sell_hours
from bookings.services.merging import keep_apart, merge_customers
from boom.core.actor import acting
from boom.core.ids import new_request_id
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]


@contextmanager
def pressing() -> Iterator[None]:
    with acting(kind="person", id="1", label="Dana", source="dashboard", request_id=new_request_id()):
        yield


@pytest.fixture
def ann() -> Customer:
    return make_customer(name="Ann Olsen", email="ann@example.com", phone="", tags=["VIP"], notes="Tips well")


@pytest.fixture
def other() -> Customer:
    return make_customer(
        name="Anne Olsen",
        email="",
        phone="+442079460812",
        tags=["vip", "regular"],
        notes="Loud",
        price_class="member",
    )


def merge(kept: Customer, gone: Customer) -> None:
    versions = dict(Customer.objects.values_list("pk", "version"))
    with pressing():
        merge_customers(
            kept_id=kept.pk,
            gone_id=gone.pk,
            kept_version=versions[kept.pk],
            gone_version=versions[gone.pk],
        )


def unmerge(gone: Customer) -> None:
    event = merge_that_made(gone.pk)
    assert event is not None
    with pressing():
        take_back(event_id=event.pk, now=TONIGHT)


def state() -> list[tuple[str, Any]]:
    """Every row that says whose it is, but for counters."""
    tables = {model._meta.db_table for model, _ in tables_of_customers()}
    with connection.cursor() as cursor:
        found = []
        for table in sorted(tables):
            cursor.execute(f"SELECT to_jsonb(t) - 'version' - 'calendar_sequence' FROM {table} t ORDER BY id")
            found += [(table, row) for (row,) in cursor.fetchall()]
        return found


def visits_of(*customers: Customer) -> list[int]:
    return list(
        Booking.objects.filter(customer__in=customers).order_by("starts_at").values_list("pk", flat=True)
    )


def visit(customer: Customer, when: str, **given: Any) -> Booking:
    return make_booking(room=make_room(), starts_at=at(when), customer=customer, **given)


def book(room: Room, customer: Customer, when: str) -> Booking:
    return create_booking(
        room_id=room.pk,
        span=Interval.lasting(at(when), timedelta(hours=1)),
        contact=Contact(name=customer.name, email=customer.email),
        party_size=2,
        source="phone",
        now=TONIGHT,
    )


def test_no_booking_is_lost_and_gaps_are_filled(ann, other):
    visit(ann, "2026-11-01 20:00", status="completed")
    visit(other, "2026-11-02 20:00", status="no_show")
    visit(other, "2026-11-28 20:00")
    before = visits_of(ann, other)

    merge(ann, other)

    kept = Customer.objects.get(pk=ann.pk)
    assert visits_of(kept) == before
    assert (kept.email, kept.phone, kept.price_class) == ("ann@example.com", "+442079460812", "member")
    assert (kept.tags, kept.notes) == (["VIP", "regular"], "Tips well\nLoud")
    figures = figures_of([kept.pk], now=TONIGHT)[kept.pk]
    assert (figures.visits, figures.no_shows, figures.coming) == (1, 1, 1)


def test_the_preview_says_what_is_done(ann, other):
    shown = {each.column: each.after for each in meetings(ann, other)}

    merge(ann, other)

    kept = Customer.objects.get(pk=ann.pk)
    assert {column: getattr(kept, column) for column in shown} == shown


def test_whoever_books_with_the_other_number_is_the_one_who_was_kept(ann, other):
    merge(ann, other)

    assert match_customer(Contact(name="Anne", phone="+442079460812")) == ann
    assert customer_called(other.pk) == ann


def test_an_undo_brings_back_exactly_what_was(ann, other):
    third = make_customer(name="A. Olsen", merged_into=other)
    for customer, when in (
        (ann, "2026-11-01 20:00"),
        (other, "2026-11-02 20:00"),
        (other, "2026-11-28 20:00"),
    ):
        visit(customer, when)
    ban(reason="Broke a door", customer_id=other.pk)
    before = state()
    merge(ann, other)
    assert Customer.objects.get(pk=third.pk).merged_into_id == ann.pk

    unmerge(other)

    assert state() == before


def test_paid_hours_move_with_a_merge_and_come_back_with_what_is_left_of_them(ann, other):
    room = make_room(price_per_hour_minor=3000)
    pack = sell_hours(
        customer_id=other.pk, venue_id=room.venue_id, name="Ten hours", minutes=600, price_minor=25000
    )
    merge(ann, other)
    booking = create_booking(
        room_id=room.pk,
        span=Interval.lasting(at("2026-11-24 20:00"), timedelta(hours=2)),
        contact=Contact("Ann", ann.email),
        party_size=2,
        source="phone",
        now=TONIGHT,
        terms=Terms(pack_id=pack.pk),
    )
    merged = HourPack.objects.get()

    unmerge(other)

    parted = HourPack.objects.get()
    assert (merged.customer_id, merged.minutes_left, booking.total_minor) == (ann.pk, 480, 0)
    assert (parted.customer_id, parted.minutes_left) == (other.pk, 480)


def test_two_with_one_address_between_them_can_be_parted_again(ann):
    nameless = make_customer(name="Ann", email="", phone="+442079460812")
    merge(nameless, ann)
    assert Customer.objects.get(pk=nameless.pk).email == "ann@example.com"

    unmerge(ann)

    emails = dict(Customer.objects.values_list("pk", "email"))
    assert (emails[ann.pk], emails[nameless.pk]) == ("ann@example.com", "")


def test_what_was_booked_since_stays_with_the_one_who_was_kept(ann, other):
    room = make_room()
    merge(ann, other)
    with pressing():
        since = book(room, ann, "2026-11-28 20:00")

    unmerge(other)

    assert visits_of(ann) == [since.pk]


def test_a_change_since_is_explained_and_not_overwritten(ann, other):
    merge(ann, other)
    with pressing():
        change_customer(customer_id=ann.pk, version=2, phone="+442079460999")

    with pytest.raises(ChangedSince, match=r"changed again since, by Dana.*phone"):
        unmerge(other)

    assert Customer.objects.get(pk=other.pk).merged_into_id == ann.pk


def test_a_booking_given_to_somebody_else_since_is_explained(ann, other):
    booking = visit(other, "2026-11-28 20:00", guest_name="Anne Olsen")
    merge(ann, other)
    with pressing():
        edit_booking(
            booking_id=booking.pk,
            version=1,
            contact=Contact(name="Bo", email="bo@example.com"),
            party_size=2,
            note="",
            staff_note="",
            now=TONIGHT,
        )

    with pytest.raises(ChangedSince):
        unmerge(other)


def test_an_address_that_is_anothers_by_now_is_explained(other):
    ann = make_customer(name="Ann", email="ann@example.com", phone="")
    boss = make_customer(name="Boss", email="boss@example.com")
    merge(boss, ann)
    with pressing():
        add_customer(name="New Ann", email="ann@example.com")

    with pytest.raises(InTheWay):
        unmerge(ann)


def test_bans_and_consents_of_both_hold(ann, other):
    ban(reason="one", customer_id=ann.pk)
    ban(reason="two", customer_id=other.pk)
    asked = asked_now("news")
    record_consent(customer_id=other.pk, asked=asked, is_given=True, source="phone", now=TONIGHT)
    record_consent(
        customer_id=ann.pk, asked=asked, is_given=True, source="phone", now=TONIGHT - timedelta(days=1)
    )

    merge(ann, other)

    assert [each.reason for each in bans_against(customer_id=ann.pk)] == ["one", "two"]
    assert len(consents_of(ann.pk)) == 2


def test_one_cannot_be_merged_with_itself_nor_what_is_part_of_another(ann, other):
    third = make_customer(merged_into=ann)

    for kept, gone in ((ann, ann), (other, third), (third, other)):
        with pytest.raises(CannotMerge):
            merge(kept, gone)


def test_a_merge_of_what_was_changed_meanwhile_is_refused(ann, other):
    with pytest.raises(CannotMerge, match="changed meanwhile"):
        merge_customers(kept_id=ann.pk, gone_id=other.pk, kept_version=1, gone_version=7)


def test_every_table_with_customers_moves_or_is_read_by_family():
    """Whoever adds a table about customers finds it here: it moves by itself, or says why it stays."""
    moving = {model._meta.db_table for model, _ in tables_of_customers()}

    assert {"bookings_occupancy", "bookings_ban", "bookings_customer", "bookings_notthesame"} <= moving
    assert "bookings_consent" not in moving


# ---- who may be one


def reasons(customer: Customer) -> dict[str, str]:
    return {pair.other.name: pair.reason for pair in duplicates_of(customer)}


def test_a_number_an_address_or_a_name_alike_is_suggested(ann):
    make_customer(name="Peter", email="p@example.com", phone="+442079460812")
    make_customer(name="Ann Olson", email="", phone="")
    make_customer(name="A", email="an.n+karaoke@example.com", phone="")
    make_customer(name="Ann Olsen", email="another@example.com")
    with_phone = make_customer(name="Zed", email="z@example.com", phone="+442079460812")

    assert reasons(with_phone) == {"Peter": "the same phone number"}
    assert reasons(ann) == {
        "A": "nearly the same e-mail",
        "Ann Olson": "a name alike, and one has no e-mail",
    }


def test_pairs_of_the_whole_house_are_listed(ann):
    same_phone = [
        make_customer(name=name, email=f"{name}@example.com", phone="+442079460812") for name in "xy"
    ]
    namesake = make_customer(name="ann olsen", email="", phone="")

    pairs = [(pair.one, pair.other) for pair in duplicate_pairs()]

    near = make_customer(email="A.N.N+x@example.com")

    assert pairs == [tuple(same_phone), (ann, namesake)]
    assert (ann, near) in [(pair.one, pair.other) for pair in duplicate_pairs()]


def test_those_kept_apart_are_not_suggested_again(ann):
    namesake = make_customer(name="ann olsen", email="", phone="")

    keep_apart(one_id=namesake.pk, other_id=ann.pk)
    keep_apart(one_id=ann.pk, other_id=namesake.pk)

    assert duplicates_of(ann) == duplicates_of(namesake) == duplicate_pairs() == []


def test_addresses_are_compared_as_mail_services_do():
    assert (
        plain_address("An.N+x@Example.com") == plain_address("ann@example.com") != plain_address("bo@x.com")
    )
