"""Rooms that open, pause or end by themselves, on the page and where they are booked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from audit.models import AuditEvent
from bookings.domain.interval import Interval
from bookings.domain.room_plan import Step
from bookings.errors import RulesBroken
from bookings.models import Room, Venue
from bookings.selectors.setup import setup_of
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from bookings.services.holds import hold_slot
from bookings.services.room_plans import plan_room, settle_rooms
from bookings.services.setup import add_room
from bookings.tasks import settle_rooms_of_business
from boom.core import clock
from boom.core.errors import Invalid
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)
WORKS = {"state": "maintenance", "starts_on": "2026-11-28", "ends_on": "2026-11-30", "reason": "New floor"}


@pytest.fixture
def venue(business):
    """The only published venue, open 18:00 to 04:00."""
    Venue.objects.update(is_published=False)
    return make_venue(name="Velvet Rooms", slug="velvet")


@pytest.fixture
def room(venue):
    return make_room(venue, name="Echo")


def evening(day: date) -> Interval:
    return Interval.lasting(at(f"{day} 21:00"), timedelta(hours=1))


def held(room: Room, day: date, now) -> None:
    hold_slot(room_id=room.pk, span=evening(day), party_size=2, now=now)


def test_maintenance_is_planned_and_shown(owner_client, room):
    path = f"/dashboard/rooms/{room.pk}/plan/"

    answer = owner_client.post(path, WORKS)

    room.refresh_from_db()
    assert (answer.status_code, room.state) == (302, "active")
    assert room.steps == [Step("maintenance", date(2026, 11, 28), date(2026, 11, 30), "New floor")]
    assert "New floor" in owner_client.get(path).content.decode()


def test_bookings_left_without_a_room_are_listed_before_it_is_planned(owner_client, room):
    make_booking(room=room, starts_at=at("2026-11-29 21:00"), guest_name="Priya Nair")
    make_booking(room=room, starts_at=at("2026-12-01 21:00"), guest_name="Tom Hart")
    path = f"/dashboard/rooms/{room.pk}/plan/"

    asked = owner_client.post(path, WORKS)
    room.refresh_from_db()
    planned_before = room.planned
    owner_client.post(path, WORKS | {"sure": "1"})

    room.refresh_from_db()
    assert (asked.status_code, planned_before, len(room.planned)) == (422, [], 1)
    assert [row.guest_name for row in asked.context["outside"]] == ["Priya Nair"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": ""},
        {"ends_on": "2026-11-27"},
        {"state": "archived"},
        {"state": "draft"},
        {"starts_on": "2026-11-01", "ends_on": "2026-11-02"},
        {"starts_on": "9999-12-31", "ends_on": "9999-12-31"},
        {"starts_on": "soon"},
        {"reason": "x" * 201},
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(owner_client, room, wrong):
    answer = owner_client.post(f"/dashboard/rooms/{room.pk}/plan/", WORKS | wrong)

    room.refresh_from_db()
    assert (answer.status_code, room.planned) == (422, [])


def test_nobody_books_a_night_of_maintenance(room, now):
    plan_room(
        room_id=room.pk, step=Step("maintenance", TODAY + 7 * DAY, TODAY + 9 * DAY, "New floor"), today=TODAY
    )

    with pytest.raises(RulesBroken) as refused:
        held(room, TODAY + 8 * DAY, now)
    held(room, TODAY + 10 * DAY, now)

    assert refused.value.message == "This room is under maintenance until Monday 30 November 2026: New floor."


def test_staff_do_not_either_whatever_their_reason(room, now):
    plan_room(room_id=room.pk, step=Step("maintenance", TODAY, TODAY + DAY), today=TODAY)

    with pytest.raises(RulesBroken):
        create_booking(
            room_id=room.pk,
            span=evening(TODAY),
            contact=Contact(name="Ann"),
            party_size=2,
            source="phone",
            now=now,
            override_reason="They insist",
        )


def test_a_draft_is_booked_ahead_for_nights_after_it_opens(venue, now):
    room = add_room(venue_id=venue.pk, name="Alto", state="draft")
    plan_room(room_id=room.pk, step=Step("active", TODAY + 10 * DAY), today=TODAY)

    with pytest.raises(RulesBroken):
        held(room, TODAY + 9 * DAY, now)
    held(room, TODAY + 10 * DAY, now)

    assert room.occupancies.count() == 1


def test_the_public_page_offers_no_start_of_such_a_night(customer_client, room):
    plan_room(room_id=room.pk, step=Step("hidden", TODAY + DAY, TODAY + DAY), today=TODAY)
    wish = {"people": 2, "minutes": 60}

    hidden = customer_client.get("/", wish | {"day": "2026-11-22"}).content.decode()
    open_again = customer_client.get("/", wish | {"day": "2026-11-23"}).content.decode()

    assert ('name="start"' in hidden, 'name="start"' in open_again) == (False, True)


def test_a_room_with_no_plan_to_open_is_on_no_board(venue):
    add_room(venue_id=venue.pk, name="Alto", state="draft")
    opens = add_room(venue_id=venue.pk, name="Tenor", state="draft")
    plan_room(room_id=opens.pk, step=Step("active", TODAY + DAY), today=TODAY)

    venue.refresh_from_db()
    assert [room.name for room in setup_of(venue).rooms] == ["Tenor"]


def test_what_has_come_about_is_written_down_once(room, now):
    plan_room(room_id=room.pk, step=Step("archived", TODAY + DAY), today=TODAY)
    plan_room(room_id=room.pk, step=Step("hidden", TODAY, TODAY), today=TODAY)

    before, due = settle_rooms(now=now), settle_rooms(now=now + 2 * DAY)
    again = settle_rooms(now=now + 2 * DAY)

    room.refresh_from_db()
    assert (before, due, again) == (0, 1, 0)
    assert (room.state, room.planned) == ("archived", [])


def test_the_clockwork_does_it_by_itself(business, room, now):
    plan_room(room_id=room.pk, step=Step("archived", TODAY + DAY), today=TODAY)

    with clock.set_to(now + 2 * DAY):
        settle_rooms_of_business.apply(kwargs={"business_id": business.pk}, throw=True)

    room.refresh_from_db()
    assert room.state == "archived"


def test_a_night_belongs_to_the_day_it_opened(room, now):
    """At 02:00 of the day after, the night before still runs: nothing is archived under the party."""
    plan_room(room_id=room.pk, step=Step("archived", TODAY + DAY), today=TODAY)

    assert settle_rooms(now=at("2026-11-22 02:00")) == 0


def test_a_later_step_of_the_same_night_takes_the_place_of_the_first(room):
    plan_room(room_id=room.pk, step=Step("hidden", TODAY + DAY), today=TODAY)

    found = plan_room(room_id=room.pk, step=Step("archived", TODAY + DAY), today=TODAY)

    assert found.steps == [Step("archived", TODAY + DAY)]


def test_the_past_is_not_planned(room):
    with pytest.raises(Invalid):
        plan_room(room_id=room.pk, step=Step("archived", TODAY - DAY), today=TODAY)


def test_a_step_is_taken_out_and_that_is_taken_back(owner_client, room):
    path = f"/dashboard/rooms/{room.pk}/plan/"
    owner_client.post(path, WORKS)

    owner_client.post(path, {"remove": "0"})

    room.refresh_from_db()
    assert room.planned == []
    owner_client.post(f"/dashboard/activity/{AuditEvent.objects.latest('id').pk}/undo/")
    room.refresh_from_db()
    assert [step.state for step in room.steps] == ["maintenance"]


@pytest.mark.parametrize("place", ["7", "x", "-1", "9" * 30])
def test_a_step_that_is_gone_is_said_to_be(owner_client, room, place):
    assert owner_client.post(f"/dashboard/rooms/{room.pk}/plan/", {"remove": place}).status_code == 404
