"""The business's plan holds on every way in, and what a customer has begun goes through."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from billing.errors import (
    BookingLimitReached,
    BookingPaused,
    OnlineBookingsFull,
    RoomLimitReached,
    RoomsOfNextPlan,
)
from billing.models import BusinessPlan, PlanPrice
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.recurrence import Every, Rule
from bookings.domain.room_plan import Step
from bookings.domain.series import Pattern
from bookings.models import Booking, Room, Venue
from bookings.selectors.plan_usage import bookings_in
from bookings.services import setup
from bookings.services.bookings import create_booking, move_booking, restore_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, hold_slot
from bookings.services.imported import ImportedBooking, import_bookings
from bookings.services.room_plans import plan_room
from bookings.services.series.making import Guest, book_series
from bookings.services.undo import undo_change
from boom.core import clock
from boom.core.errors import DomainError
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tests.factories import make_booking, make_room, make_venue
from tests.factories.plans import make_plan, put_on

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def room(business: Business) -> Room:
    return make_room(make_venue(hours=("00:00", "00:00")))


@pytest.fixture
def first(room: Room) -> datetime:
    """Noon on the first of the month after next, by the business's clock: a month that nobody has used."""
    today = clock.now().astimezone(LONDON)
    month = (today.replace(day=1) + timedelta(days=63)).replace(day=1)
    return month.replace(hour=12, minute=0, second=0, microsecond=0)


def by_staff(room: Room, starts_at: datetime) -> Booking:
    return create_booking(
        room_id=room.pk,
        span=Interval(starts_at, starts_at + timedelta(hours=1)),
        contact=Contact("Ann"),
        party_size=2,
        source="phone",
        now=clock.now(),
        override_reason="A test",
    )


def nights(first: datetime, count: int) -> list[datetime]:
    return [first + timedelta(days=number) for number in range(count)]


def limit(business: Business, **limits: Any) -> BusinessPlan:
    return put_on(business, make_plan(**limits))


def test_staff_book_up_to_the_limit_and_are_told_which_month_is_full(business, room, first):
    limit(business, bookings_a_month=3)
    for starts_at in nights(first, 3):
        by_staff(room, starts_at)

    with pytest.raises(BookingLimitReached) as raised:
        by_staff(room, first + timedelta(days=5))

    assert f"3 bookings a month, and {first:%B %Y} has them all" in raised.value.message
    assert raised.value.details["plan_url"] == "/dashboard/plan/"
    assert by_staff(room, first + timedelta(days=40)).pk


def test_a_months_last_visit_is_the_businesss_own(business, room, first):
    limit(business, bookings_a_month=1)
    begins = first.replace(hour=0)
    by_staff(room, begins - timedelta(hours=1))

    assert by_staff(room, begins).pk
    with pytest.raises(BookingLimitReached):
        by_staff(room, begins + timedelta(hours=3))


def test_what_is_called_off_gives_its_place_back_and_takes_it_again(business, room, first):
    limit(business, bookings_a_month=1)
    booking = by_staff(room, first)
    cancel_booking(booking_id=booking.pk, reason="", now=clock.now())
    other = by_staff(room, first + timedelta(days=1))
    booking.refresh_from_db()

    with pytest.raises(BookingLimitReached):
        restore_booking(booking_id=booking.pk, version=booking.version, now=clock.now())
    cancel_booking(booking_id=other.pk, reason="", now=clock.now())

    assert (
        restore_booking(booking_id=booking.pk, version=booking.version, now=clock.now()).status == "confirmed"
    )


def test_an_undo_of_a_cancellation_is_held_to_it_too(business, room, first):
    limit(business, bookings_a_month=1)
    booking = by_staff(room, first)
    cancelled = cancel_booking(booking_id=booking.pk, reason="", now=clock.now())
    by_staff(room, first + timedelta(days=1))

    with pytest.raises(BookingLimitReached):
        undo_change(booking_id=booking.pk, version=cancelled.version, now=clock.now())


def test_a_hold_takes_the_place_and_is_confirmed_whatever_came_meanwhile(business, room, first):
    """P7: a checkout that has begun goes through, though the plan is smaller by then."""
    limit(business, bookings_a_month=1)
    now = clock.now()
    hold = _hold(room, first, now)
    with pytest.raises(OnlineBookingsFull) as raised:
        _hold(room, first + timedelta(days=1), now)
    with pytest.raises(BookingLimitReached):
        by_staff(room, first + timedelta(days=2))
    make_booking(room=room, starts_at=first - timedelta(days=300))
    put_on(business, make_plan(bookings_a_month=0), access="read_only", state="read_only")

    confirmed = _confirm(hold, now)

    assert confirmed.status == "confirmed"
    assert f"{first:%B %Y}" in raised.value.message
    assert "plan" not in raised.value.message.lower()


def _hold(room: Room, starts_at: datetime, now: datetime) -> Booking:
    Venue.objects.filter(pk=room.venue_id).update(horizon_days=365)
    return hold_slot(
        room_id=room.pk, span=Interval(starts_at, starts_at + timedelta(hours=1)), party_size=2, now=now
    )


def _confirm(hold: Booking, now: datetime) -> Booking:
    return confirm_hold(booking_id=hold.pk, contact=Contact("Ann", "ann@example.com"), note="", now=now)


def test_where_only_the_team_is_refused_customers_go_on(business, room, first):
    limit(business, bookings_a_month=1, above_limit="refuse_staff")
    by_staff(room, first)

    assert _hold(room, first + timedelta(days=1), clock.now()).pk
    with pytest.raises(BookingLimitReached):
        by_staff(room, first + timedelta(days=2))


def test_where_it_is_charged_nobody_is_refused(business, room, first):
    limit(business, bookings_a_month=1, above_limit="bill", overage_minor=50)

    assert [by_staff(room, starts_at).pk for starts_at in nights(first, 3)]


def test_a_visit_moved_within_its_month_is_the_same_one_though_the_plan_is_too_small(business, room, first):
    booking, _ = (by_staff(room, starts_at) for starts_at in nights(first, 2))
    limit(business, bookings_a_month=1)

    moved = _moved(booking, room, first + timedelta(days=9))

    assert moved.starts_at == first + timedelta(days=9)


def test_a_visit_moved_into_a_full_month_is_refused(business, room, first):
    limit(business, bookings_a_month=1)
    by_staff(room, first)
    booking = by_staff(room, first + timedelta(days=35))

    with pytest.raises(BookingLimitReached):
        _moved(booking, room, first + timedelta(days=3))


def _moved(booking: Booking, room: Room, starts_at: datetime) -> Any:
    return move_booking(
        booking_id=booking.pk,
        room_id=room.pk,
        span=Interval(starts_at, starts_at + timedelta(hours=1)),
        version=booking.version,
        now=clock.now(),
        override_reason="A test",
    )


@pytest.mark.parametrize("status", ["no_show", "completed", "checked_in", "pending", "held"])
def test_whatever_kept_its_time_counts(business, room, first, status):
    limit(business, bookings_a_month=1)
    make_booking(room=room, starts_at=first, status=status, held_until=first)

    with pytest.raises(BookingLimitReached):
        by_staff(room, first + timedelta(days=1))


@pytest.mark.parametrize("given", [{"status": "cancelled"}, {"status": "expired"}, {"placed": False}])
def test_what_kept_no_time_does_not_count(business, room, first, given):
    limit(business, bookings_a_month=1)
    make_booking(room=room, starts_at=first, **given)

    assert by_staff(room, first + timedelta(days=1)).pk


def test_a_month_that_is_over_is_history_and_takes_whatever_is_noted(business, room):
    limit(business, bookings_a_month=1)
    past = clock.now() - timedelta(days=70)

    rows = [make_booking(room=room, starts_at=past + timedelta(hours=2 * number)) for number in range(3)]

    assert len(rows) == 3


def test_nothing_new_is_taken_while_the_business_is_not_open(business, room, first):
    booking = by_staff(room, first)
    put_on(business, make_plan(), state="read_only", access="read_only")

    with pytest.raises(BookingPaused):
        by_staff(room, first + timedelta(days=1))
    with pytest.raises(BookingPaused):
        _hold(room, first + timedelta(days=1), clock.now())
    cancel_booking(booking_id=booking.pk, reason="", now=clock.now(), by_staff=False)

    assert Booking.objects.get(pk=booking.pk).status == "cancelled"


def test_an_unlimited_plan_asks_nothing_more(business, room, first, count_queries):
    by_staff(room, first)
    with count_queries() as unlimited:
        by_staff(room, first + timedelta(days=1))
    limit(business, bookings_a_month=50)
    with count_queries() as limited:
        by_staff(room, first + timedelta(days=2))

    assert limited() == unlimited()


def test_rooms_are_added_up_to_the_limit_and_a_draft_is_none(business, room):
    limit(business, rooms=2)
    second = make_room(room.venue)

    with pytest.raises(RoomLimitReached, match="2 rooms"):
        setup.add_room(venue_id=room.venue_id, name="Third", capacity_max=4)
    draft = setup.add_room(venue_id=room.venue_id, name="Third", capacity_max=4, state="draft")

    with pytest.raises(RoomLimitReached):
        setup.change_room(room_id=draft.pk, state="active")
    setup.change_room(room_id=second.pk, state="archived")
    setup.change_room(room_id=draft.pk, state="active")
    with pytest.raises(RoomLimitReached):
        setup.change_room(room_id=second.pk, state="hidden")


def test_while_a_smaller_plan_is_to_begin_no_more_rooms_open_than_it_has(business, room):
    smaller = make_plan(rooms=2)
    with public_scope():
        price = PlanPrice.objects.create(plan=smaller, period="month", amount_minor=2900)
    put_on(business, make_plan(rooms=20), next_price=price)
    make_room(room.venue)

    with pytest.raises(RoomsOfNextPlan, match="The plan you change to has 2 rooms"):
        setup.add_room(venue_id=room.venue_id, name="Third", capacity_max=4)
    put_on(business, make_plan(), next_price=price)
    with pytest.raises(RoomsOfNextPlan):
        setup.add_room(venue_id=room.venue_id, name="Third", capacity_max=4)
    put_on(
        business,
        make_plan(rooms=2),
        next_price=PlanPrice.objects.offered().get(plan__code="enterprise", period="month"),
    )
    with pytest.raises(RoomLimitReached):
        setup.add_room(venue_id=room.venue_id, name="Third", capacity_max=4)
    put_on(business, make_plan(rooms=20), next_price=None)

    assert setup.add_room(venue_id=room.venue_id, name="Third", capacity_max=4).pk


def test_rooms_that_are_in_use_stay_so_on_a_smaller_plan(business, room):
    other = make_room(room.venue)
    limit(business, rooms=1)

    setup.change_room(room_id=other.pk, name="Renamed")
    setup.change_room(room_id=other.pk, state="hidden")

    assert Room.objects.get(pk=other.pk).state == "hidden"


def test_one_business_at_its_limit_leaves_the_other_alone(business, other_business, room, first):
    limit(business, bookings_a_month=0)

    with pytest.raises(DomainError):
        by_staff(room, first)
    with tenant_scope(other_business):
        assert by_staff(make_room(make_venue(hours=("00:00", "00:00"))), first).pk


def test_a_series_is_held_to_it_month_by_month(business, room, first):
    limit(business, bookings_a_month=3)
    pattern = Pattern(
        room.pk,
        first.date(),
        "12:00",
        timedelta(hours=1),
        Rule(Every.WEEK, weekdays=(first.weekday(),), until=first.date() + timedelta(days=60)),
    )
    guest = Guest(Contact("Priya"), party_size=2)

    with pytest.raises(BookingLimitReached):
        book_series(pattern=pattern, guest=guest, choices={}, now=first, override_reason="A test")

    assert not Booking.objects.filter(series__isnull=False).exists()


def test_an_import_is_held_to_it_and_leaves_nothing_half_done(business, room, first):
    limit(business, bookings_a_month=2)
    rows = [
        ImportedBooking(
            legacy_id=f"old-{number}",
            room_id=room.pk,
            customer_id=None,
            span=Interval(starts_at, starts_at + timedelta(hours=1)),
            status=Status.CONFIRMED,
            guest_name="Ann",
            placed=True,
            clashes_with=(),
            party_size=2,
            total_minor=None,
            currency="",
            note="",
            staff_note="",
            created_at=None,
            cancelled_at=None,
        )
        for number, starts_at in enumerate([first - timedelta(days=400), *nights(first, 3)])
    ]

    with pytest.raises(BookingLimitReached):
        import_bookings(bookings=rows, now=clock.now(), progress=lambda _: None)

    assert not Booking.objects.filter(source="import").exists()
    import_bookings(bookings=rows[:3], now=clock.now(), progress=lambda _: None)
    assert Booking.objects.filter(source="import").count() == 3


def test_a_room_that_opens_by_its_plan_counts_from_when_that_is_planned(business, room):
    limit(business, rooms=1)
    today = clock.now().date()
    draft = make_room(room.venue, state="draft")

    with pytest.raises(RoomLimitReached):
        plan_room(room_id=draft.pk, step=Step("active", today + timedelta(days=9)), today=today)

    assert Room.objects.get(pk=draft.pk).planned == []


def test_what_pages_count_is_what_the_database_counts(business, room, first):
    for status in ("confirmed", "no_show", "cancelled", "expired", "held", "pending", "completed"):
        make_booking(
            room=make_room(room.venue), starts_at=first, status=status, held_until=first + timedelta(days=1)
        )
    make_booking(room=make_room(room.venue), starts_at=first, placed=False)
    counted = bookings_in(first.date().replace(day=1), LONDON)
    limit(business, bookings_a_month=counted)

    with pytest.raises(BookingLimitReached):
        by_staff(room, first + timedelta(days=3))

    limit(business, bookings_a_month=counted + 1)
    assert by_staff(room, first + timedelta(days=3)).pk


def test_a_customer_reads_that_the_month_is_full_and_not_why(business, room, customer_client):
    limit(business, bookings_a_month=0)
    tomorrow = (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)

    answer = customer_client.post(
        f"/book/hold/?venue={room.venue.slug}",
        {"room": room.pk, "start": f"{tomorrow:%Y%m%dT%H%MZ}", "minutes": 60, "people": 2},
    )

    page = answer.content.decode()
    assert "No more bookings can be taken online for" in page
    assert "larger plan" not in page
