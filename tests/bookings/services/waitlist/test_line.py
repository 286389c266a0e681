"""The line: who may join, in which order they stand, and how they leave it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from audit.services.undo import take_back
from bookings.errors import (
    NotTakenOnline,
    WaitlistClosed,
    WaitlistFull,
    WaitOver,
    WaitsAlready,
)
from bookings.models import WaitlistEntry, WaitState
from bookings.selectors.waitlist import place_in_line
from bookings.services import waitlist
from bookings.services.bans import ban
from bookings.services.customers import Contact
from bookings.services.setup import change_venue
from bookings.services.waitlist import Wanted, join_waitlist
from boom.core.actor import acting
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from tests.bookings.services.waitlist.night import cancel, offers, react
from tests.factories.waitlist import SATURDAY, make_waiting

pytestmark = pytest.mark.django_db


def test_whom_staff_write_down_again_for_the_same_night_keeps_the_place_with_the_new_wish(venue, taken, now):
    first = make_waiting(venue, now=now, name="Ann")
    make_waiting(venue, now=now, name="Ben")
    contact = Contact("Ann", first.email.upper())

    again = join_waitlist(
        venue_id=venue.pk, contact=contact, wanted=Wanted(SATURDAY, SATURDAY, 120, 4), now=now, by_staff=True
    )

    assert (again.pk, again.minutes, again.party_size, place_in_line(again)) == (first.pk, 120, 4, 1)
    assert WaitlistEntry.objects.count() == 2


def test_an_address_that_anybody_can_type_changes_nobodys_wish(venue, taken, now):
    first = make_waiting(venue, now=now, name="Ann")
    contact = Contact("Eve", first.email.upper())

    with pytest.raises(WaitsAlready):
        join_waitlist(venue_id=venue.pk, contact=contact, wanted=Wanted(SATURDAY, SATURDAY, 120, 4), now=now)

    first.refresh_from_db()
    assert (first.name, first.minutes, first.party_size) == ("Ann", 60, 2)


def test_one_person_cannot_fill_the_list(venue, taken, now):
    contact = Contact("Ann", "ann@example.com")
    for offset in range(waitlist.MOST_OF_ONE):
        day = SATURDAY + timedelta(days=offset)
        join_waitlist(venue_id=venue.pk, contact=contact, wanted=Wanted(day, day, 60, 2), now=now)

    later = SATURDAY + timedelta(days=20)
    with pytest.raises(WaitlistFull):
        join_waitlist(venue_id=venue.pk, contact=contact, wanted=Wanted(later, later, 60, 2), now=now)


WRONG = [
    ({"last_day": SATURDAY + timedelta(days=14)}, "last_day"),
    ({"first_day": date(2026, 11, 20), "last_day": date(2026, 11, 20)}, "first_day"),
    ({"party_size": 99}, "people"),
    ({"minutes": 65}, "minutes"),
    ({"latest": 18 * 60}, "latest"),
    ({"first_day": date(2027, 11, 20), "last_day": date(2027, 11, 20)}, "first_day"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_a_wish_that_nobody_could_fill_is_refused_with_its_field(venue, taken, now, changes, field):
    with pytest.raises(Invalid) as refusal:
        make_waiting(venue, now=now, **changes)

    assert list(refusal.value.fields) == [field]


def test_who_may_not_book_online_may_not_join(venue, taken, now):
    ban(reason="Broke a door", email="ann@example.com")

    with pytest.raises(NotTakenOnline):
        join_waitlist(
            venue_id=venue.pk,
            contact=Contact("Ann", "ann@example.com"),
            wanted=Wanted(SATURDAY, SATURDAY, 60, 2),
            now=now,
        )


def test_a_venue_may_keep_no_list_but_its_staff_may_write_people_down(venue, taken, now):
    change_venue(venue_id=venue.pk, waitlist_is_open=False)

    with pytest.raises(WaitlistClosed):
        make_waiting(venue, now=now)
    by_staff = join_waitlist(
        venue_id=venue.pk,
        contact=Contact("Ann", phone="+442079460812"),
        wanted=Wanted(SATURDAY, SATURDAY, 60, 2),
        now=now,
        by_staff=True,
    )

    assert by_staff.by_staff


def test_staff_decide_the_order(venue, taken, now):
    ann, ben, cleo = (make_waiting(venue, now=now, name=name) for name in ("Ann", "Ben", "Cleo"))

    waitlist.move_in_line(entry_id=cleo.pk, before_id=ann.pk)
    waitlist.move_in_line(entry_id=ann.pk, before_id=None)

    line = WaitlistEntry.objects.waiting().in_line()
    assert [entry.name for entry in line] == ["Cleo", "Ben", "Ann"]
    assert place_in_line(ben) == 2


def test_neighbours_without_a_place_between_are_numbered_anew(venue, taken, now):
    ann, ben, cleo = (make_waiting(venue, now=now, name=name) for name in ("Ann", "Ben", "Cleo"))
    WaitlistEntry.objects.filter(pk=ann.pk).update(rank=1)
    WaitlistEntry.objects.filter(pk=ben.pk).update(rank=2)

    waitlist.move_in_line(entry_id=cleo.pk, before_id=ben.pk)

    assert [entry.name for entry in WaitlistEntry.objects.in_line()] == ["Ann", "Cleo", "Ben"]


def test_leaving_gives_the_offer_to_the_next(venue, taken, now):
    ann = make_waiting(venue, now=now, name="Ann", minutes=120)
    make_waiting(venue, now=now, name="Ben", minutes=120)
    cancel(taken, now)
    react(now)

    waitlist.leave_waitlist(entry_id=ann.pk, now=now)
    waitlist.leave_waitlist(entry_id=ann.pk, now=now)
    react(now)

    ann.refresh_from_db()
    assert ann.state == WaitState.LEFT
    assert offers() == [("Ann", "21:00", "declined"), ("Ben", "21:00", "live")]


def test_who_was_removed_can_be_put_back_where_they_stood(venue, taken, now):
    ann, ben = (make_waiting(venue, now=now, name=name) for name in ("Ann", "Ben"))

    waitlist.remove_from_waitlist(entry_id=ann.pk, now=now)
    ahead = place_in_line(ben)
    back = waitlist.put_back_in_line(entry_id=ann.pk, now=now)

    assert (ahead, place_in_line(back), place_in_line(ben)) == (1, 1, 2)
    with pytest.raises(WaitOver):
        waitlist.put_back_in_line(entry_id=ann.pk, now=now)


def test_nobody_is_put_back_beside_themselves(venue, taken, now):
    ann = make_waiting(venue, now=now, name="Ann")
    waitlist.leave_waitlist(entry_id=ann.pk, now=now)
    join_waitlist(
        venue_id=venue.pk,
        contact=Contact("Ann", ann.email),
        wanted=Wanted(SATURDAY, SATURDAY, 60, 2),
        now=now,
    )

    with pytest.raises(WaitsAlready):
        waitlist.put_back_in_line(entry_id=ann.pk, now=now)


def test_a_removal_is_taken_back_from_the_record(venue, taken, now):
    ann = make_waiting(venue, now=now, name="Ann")
    with acting(kind="person", id="1", label="Dana", source="dashboard", request_id="removal"):
        waitlist.remove_from_waitlist(entry_id=ann.pk, now=now)
    removal = AuditEvent.objects.filter(table="bookings_waitlistentry", request_id="removal").latest("id")

    take_back(event_id=removal.pk, now=now)

    ann.refresh_from_db()
    assert (ann.state, ann.ended_at) == (WaitState.WAITING, None)
    assert OutboxMessage.objects.latest("id").kind == "waitlist.changed"
