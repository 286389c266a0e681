"""Several bookings changed by one press: tried, done together, taken back as one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from audit.models import AuditEvent
from audit.services.undo import take_back
from bookings.errors import SlotTaken
from bookings.models import Customer, Occupancy, Room
from bookings.services.blocks import block_room
from bookings.services.several import Change, Do, NotAllPossible, Pick, change_several, try_several
from boom.core.models import OutboxMessage
from tests.bookings.acts import newest_event, one_act
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room, make_venue

pytestmark = pytest.mark.django_db

HALF = timedelta(minutes=30)
LATER, EARLIER = Change(Do.MOVE, by=HALF), Change(Do.MOVE, by=-HALF)


@pytest.fixture
def alto(business) -> Room:
    return make_room(make_venue(), name="Alto", capacity_max=8)


def book(room: Room, clock: str, name: str, **given: Any) -> Occupancy:
    return make_booking(room=room, starts_at=at(f"2026-11-21 {clock}"), guest_name=name, **given)


def picks(*rows: Occupancy) -> list[Pick]:
    return [Pick(row.pk, row.version) for row in rows]


def where(*rows: Occupancy) -> list[tuple[str, str]]:
    found = Occupancy.objects.filter(pk__in=[row.pk for row in rows]).order_by("starts_at", "room__name")
    return [(row.room.name, f"{row.starts_at:%d %H:%M}") for row in found.select_related("room")]


@pytest.mark.parametrize(
    ("change", "starts"), [(LATER, ["20:30", "21:30", "22:30"]), (EARLIER, ["19:30", "20:30", "21:30"])]
)
def test_back_to_back_bookings_move_together(alto, change, starts):
    rows = [book(alto, clock, clock) for clock in ("20:00", "21:00", "22:00")]

    change_several(picks(*rows), change, now=TONIGHT)

    assert where(*rows) == [("Alto", f"21 {start}") for start in starts]


def test_whoever_is_in_the_way_is_named_and_those_behind_stay_too(alto):
    first, second = book(alto, "20:00", "First"), book(alto, "21:00", "Second")
    book(alto, "22:00", "Priya Nair")

    fates = try_several(picks(first, second), LATER, now=TONIGHT)

    assert [fate.is_possible for fate in fates] == [False, False]
    assert [fate.why_not.partition(" has it")[0] for fate in fates] == ["Second", "Priya Nair"]


def test_trying_changes_nothing_and_tells_nobody(alto):
    row = book(alto, "20:00", "Ann")
    before = (AuditEvent.objects.count(), OutboxMessage.objects.count())

    [fate] = try_several([Pick(row.pk)], Change(Do.CANCEL, tell_customer=True), now=TONIGHT)

    row.refresh_from_db()
    assert fate.is_possible
    assert fate.after.status == "cancelled"
    assert (row.status, row.version) == ("confirmed", 1)
    assert (AuditEvent.objects.count(), OutboxMessage.objects.count()) == before


def test_to_another_night_keeps_the_time_of_the_clock_over_a_clock_change(alto):
    before = make_booking(room=alto, starts_at=at("2026-10-24 20:00"))

    change_several(picks(before), Change(Do.MOVE, day=date(2026, 10, 25)), now=TONIGHT)

    before.refresh_from_db()
    assert before.starts_at == at("2026-10-25 20:00")
    assert before.ends_at - before.starts_at == timedelta(hours=1)


def test_two_at_the_same_time_do_not_fit_one_room(alto):
    echo = make_room(alto.venue, name="Echo")
    first, second = book(alto, "20:00", "First"), book(echo, "20:00", "Second")
    opera = make_room(alto.venue, name="Opera")

    fates = try_several(picks(first, second), Change(Do.MOVE, room_id=opera.pk), now=TONIGHT)

    assert [fate.is_possible for fate in fates] == [True, False]
    assert fates[1].why_not.startswith("First has it")


def test_rules_of_the_house_yield_to_a_reason(alto):
    small = make_room(alto.venue, name="Small", capacity_max=2)
    row = book(alto, "20:00", "Six of them", party_size=6)
    to_small = Change(Do.MOVE, room_id=small.pk)

    [refused] = try_several(picks(row), to_small, now=TONIGHT)
    [allowed] = try_several(
        picks(row), Change(Do.MOVE, room_id=small.pk, override_reason="They insist"), now=TONIGHT
    )

    assert (refused.is_possible, allowed.is_possible) == (False, True)


def test_what_changed_since_the_preview_stops_all_of_it(alto):
    one, other = book(alto, "20:00", "One"), book(alto, "22:00", "Other")
    Occupancy.objects.filter(pk=other.pk).update(version=2)

    with pytest.raises(NotAllPossible) as refused:
        change_several(picks(one, other), LATER, now=TONIGHT)

    assert [fate.is_possible for fate in refused.value.fates] == [True, False]
    assert where(one, other) == [("Alto", "21 20:00"), ("Alto", "21 22:00")]


def test_one_undo_takes_all_of_it_back(alto):
    rows = [book(alto, clock, clock) for clock in ("20:00", "21:00", "22:00")]
    before = where(*rows)
    with one_act():
        change_several(picks(*rows), LATER, now=TONIGHT)

    take_back(event_id=newest_event(), now=TONIGHT)

    assert where(*rows) == before


def test_no_shows_and_cancellations_are_by_the_usual_rules(alto):
    here, gone = book(alto, "18:00", "Here", status="checked_in"), book(alto, "22:00", "Later")

    no_shows = try_several(picks(here, gone), Change(Do.NO_SHOW), now=at("2026-11-21 18:45"))
    cancelled = try_several(picks(here, gone), Change(Do.CANCEL), now=TONIGHT)

    assert [fate.is_possible for fate in no_shows] == [False, False]
    assert [fate.is_possible for fate in cancelled] == [False, True]


def test_a_note_is_added_below_what_is_there(alto):
    noted, plain = book(alto, "20:00", "Noted", staff_note="Regular"), book(alto, "21:00", "Plain")

    change_several(picks(noted, plain), Change(Do.NOTE, note=" Band plays at nine "), now=TONIGHT)

    notes = Occupancy.objects.filter(room=alto).order_by("starts_at").values_list("staff_note", flat=True)
    assert list(notes) == ["Regular\nBand plays at nine", "Band plays at nine"]


def test_guests_hear_of_it_only_when_staff_say_so(alto):
    row = book(alto, "20:00", "Ann", customer=make_customer(name="Ann", email="ann@example.com"))

    change_several(picks(row), Change(Do.MOVE, by=HALF, tell_customer=True), now=TONIGHT)

    fact = OutboxMessage.objects.filter(kind="booking.moved").get()
    assert fact.payload["tell_customer"] is True


def test_customers_of_several_bookings_are_tagged_once_each_and_one_undo_takes_it_back(alto):
    ann, bo = make_customer(name="Ann", tags=["VIP"]), make_customer(name="Bo", tags=["league"])
    rows = [
        book(alto, "20:00", "Ann", customer=ann),
        book(alto, "21:00", "Ann", customer=ann),
        book(alto, "22:00", "Bo", customer=bo),
    ]

    with one_act():
        change_several(picks(*rows), Change(Do.TAG, tag="League"), now=TONIGHT)
    tagged = [Customer.objects.get(pk=each.pk).tags for each in (ann, bo)]
    event = AuditEvent.objects.filter(table="bookings_customer").latest("id")
    take_back(event_id=event.pk, now=TONIGHT)

    assert tagged == [["VIP", "League"], ["league"]]
    assert [Customer.objects.get(pk=each.pk).tags for each in (ann, bo)] == [["VIP"], ["league"]]
    assert list(
        Occupancy.objects.filter(pk__in=[row.pk for row in rows]).values_list("version", flat=True)
    ) == [
        1,
        1,
        1,
    ]


def test_a_booking_of_nobody_known_has_nobody_to_tag(alto):
    walk_in = book(alto, "20:00", "Walk-in")
    Occupancy.objects.filter(pk=walk_in.pk).update(customer=None)

    (fate,) = try_several(picks(walk_in), Change(Do.TAG, tag="League"), now=TONIGHT)

    assert (fate.is_possible, fate.why_not) == (False, "No customer is kept for this booking.")


def test_after_an_undo_a_room_that_is_taken_is_refused_at_once_within_the_same_transaction(alto):
    ann = book(alto, "20:00", "Ann")
    with one_act():
        change_several(picks(ann), Change(Do.TAG, tag="Regular"), now=TONIGHT)
    take_back(event_id=newest_event(), now=TONIGHT)

    with pytest.raises(SlotTaken):
        block_room(room_id=alto.pk, span=ann.span, reason="Paint", now=TONIGHT)
