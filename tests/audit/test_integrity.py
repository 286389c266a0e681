"""Looking everything over: what is wrong is found, shown before it is mended, mended through services."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from accounts.models import User
from accounts.services import limit_to_venues
from audit.inspections import newest_inspection, open_problems
from audit.integrity import Found, Problem, checks, registered_checks
from audit.models import AuditEvent, Finding, Inspection
from audit.services.inspecting import ask_inspection, inspect
from bookings.errors import SlotTaken
from bookings.models import Booking, Customer, Occupancy, Room, Series, Venue
from bookings.refusals import refused_so_far
from bookings.services import setup
from bookings.services.blocks import block_room
from boom.core.models import OutboxDelivery, OutboxMessage
from boom.core.outbox import publish
from tests.audit.test_activity import text_of
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room, make_series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PAGE = "/dashboard/integrity/"


@pytest.fixture
def venue(business) -> Venue:
    return Venue.objects.get()


@pytest.fixture
def alto(venue) -> Room:
    return make_room(venue, name="Alto", capacity_max=4)


def look() -> Inspection:
    return inspect(now=TONIGHT)


def found(name: str) -> tuple[int, list[str]]:
    """How many problems the newest look's check found, and their words."""
    part = newest_inspection(is_finished=True).parts.get(check_name=name)
    return part.problems, [finding.words for finding in part.findings.order_by("id")]


def finding(name: str) -> Finding:
    return Finding.objects.get(part__inspection=newest_inspection(is_finished=True), part__check_name=name)


def test_all_is_well_where_it_is(venue, alto):
    make_booking(room=alto, starts_at=at("2026-11-21 20:00"))

    parts = look().parts.all()

    assert {part.check_name for part in parts} == registered_checks().keys()
    assert [(part.check_name, part.has_failed) for part in parts if part.problems or part.has_failed] == []
    assert open_problems() == 0


def outside_hours(venue: Venue, alto: Room) -> None:
    make_booking(room=alto, starts_at=at("2026-11-21 20:00"), guest_name="Ann")
    setup.set_opening_hours(venue_id=venue.pk, rows=[(5, time(21), time(4))])


def over_capacity(venue: Venue, alto: Room) -> None:
    make_booking(room=alto, starts_at=at("2026-11-21 20:00"), guest_name="Ann", party_size=6)
    make_room(venue, name="Echo", capacity_max=8)


def archived_room(venue: Venue, alto: Room) -> None:
    make_booking(room=alto, starts_at=at("2026-11-21 20:00"), guest_name="Ann")
    make_room(venue, name="Echo", capacity_max=8)
    setup.change_room(room_id=alto.pk, state="archived")


def no_contact(venue: Venue, alto: Room) -> None:
    silent = Customer.objects.create(name="Ann")
    make_booking(room=alto, starts_at=at("2026-11-21 20:00"), guest_name="Ann", customer=silent)


LINE = {
    "code": "room", "label": "Alto", "quantity": "1", "unit": "hour", "unit_price": 2500, "amount": 2500,
}  # fmt: skip


def wrong_total(venue: Venue, alto: Room) -> None:
    from bookings.domain.interval import Interval
    from bookings.domain.pricing import Wanted, quote
    from bookings.selectors.setup import setup_of

    span = Interval.lasting(at("2026-11-21 20:00"), timedelta(hours=1))
    venue.refresh_from_db()
    agreed = quote(setup_of(venue).price_rules, Wanted(alto.pk, span, 2), TONIGHT)
    make_booking(
        room=alto,
        starts_at=span.start,
        guest_name="Ann",
        quote=agreed.as_json(),
        total_minor=agreed.total.minor + 100,
    )


def overdue_hold(venue: Venue, alto: Room) -> None:
    make_booking(
        room=alto,
        starts_at=at("2026-11-21 20:00"),
        guest_name="Ann",
        status="held",
        held_until=TONIGHT - timedelta(minutes=5),
    )


def series_without_a_night(venue: Venue, alto: Room) -> None:
    nights = [at("2026-11-21 20:00") + number * timedelta(days=7) for number in range(3)]
    make_series(alto, nights, customer=make_customer(name="Ann"))
    Occupancy.objects.filter(starts_at=nights[1]).delete()


def dead_letter(venue: Venue, alto: Room) -> None:
    message = publish("test.happened")
    OutboxMessage.objects.filter(pk=message.pk).update(relayed_at=TONIGHT)
    OutboxDelivery.objects.create(message=message, handler="test", state="dead", last_error="Ann is away")


# What is made wrong; the check that finds it; what it says; the repair; what is asked; whether it is right
# then.
WRONG: dict[str, tuple[Any, str, str, dict[str, str], Any]] = {
    "outside-hours": (
        outside_hours, "Open 21:00", "nearest", {},
        lambda: Booking.objects.get(guest_name="Ann").starts_at == at("2026-11-21 21:00"),
    ),
    "over-capacity": (
        over_capacity, "This room takes", "room", {},
        lambda: Booking.objects.get(guest_name="Ann").room.name == "Echo",
    ),
    "archived-rooms": (
        archived_room, "out of use", "room", {},
        lambda: Booking.objects.get(guest_name="Ann").room.name == "Echo",
    ),
    "no-contact": (
        no_contact, "how to reach", "contact", {"email": "ann@example.com", "phone": ""},
        lambda: Booking.objects.get(guest_name="Ann").customer.email == "ann@example.com",
    ),
    "money": (
        wrong_total, "lines sum to £30, its total says £31", "lines", {},
        lambda: Booking.objects.get(guest_name="Ann").total_minor == 3000,
    ),
    "holds": (
        overdue_hold, "held too long", "let-go", {},
        lambda: Booking.objects.get(guest_name="Ann").status == "expired",
    ),
    "series": (
        series_without_a_night, "it lacks the night of Sat 28 Nov", "repair", {},
        lambda: Series.objects.get().left_out == ["2026-11-28"],
    ),
    "outbox": (
        dead_letter, "Ann is away", "retry", {},
        lambda: not OutboxDelivery.objects.filter(state="dead").exists(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_found_shown_mended_and_the_mending_undone(venue, alto, owner_client, name):
    make, words, fix, asked, is_right = WRONG[name]
    make(venue, alto)
    look()
    count, said = found(name)
    path = f"{PAGE}{finding(name).pk}/{fix}/"

    shown = owner_client.post(path, asked) if asked else owner_client.get(path)
    before = is_right()
    done = owner_client.post(path, asked | {"apply": "1"}, follow=True)
    mended = is_right()
    look()

    assert count == 1
    assert words in said[0]
    assert shown.status_code == 200
    assert (before, mended) == (False, True)
    assert "Put right." in text_of(done)
    assert found(name) == (0, [])
    if name != "outbox":
        owner_client.post("/dashboard/activity/undo-last/")
        assert name == "holds" or not is_right()


def test_every_check_that_lists_bookings_is_tried_here():
    """A new check needs a row above: what makes it find something, and that its repair mends it."""
    # Money is only wrong by the hand of who owns the database: tests/payments/test_checks.py. What Stripe has
    # otherwise is told by whoever asks Stripe: tests/payments/test_agreement.py.
    money = {"books", "refunds", "numbers", "stripe"}
    elsewhere = {"record", "overlaps", "unplaced"} | money
    untried = registered_checks().keys() - WRONG.keys() - elsewhere

    assert untried == set(), (
        f"add {sorted(untried)} to WRONG: how it is made wrong, and that its fix mends it"
    )


def test_what_is_kept_with_a_reason_is_left_alone_from_then_on(venue, alto, owner_client):
    outside_hours(venue, alto)
    look()
    path = f"{PAGE}{finding('outside-hours').pk}/keep/"

    owner_client.post(path, {"reason": "A private party", "apply": "1"})
    look()

    assert found("outside-hours") == (0, [])
    assert Booking.objects.get(guest_name="Ann").override_reason == "A private party"


def test_the_page_says_what_was_found_with_its_repairs(venue, alto, owner_client):
    outside_hours(venue, alto)
    booking = Booking.objects.get(guest_name="Ann")
    look()

    page = owner_client.get(PAGE)
    attention = owner_client.get("/dashboard/attention/")

    assert "1 to look at" in text_of(page)
    assert f'href="/dashboard/bookings/{booking.pk}/"' in page.content.decode()
    assert "Move it to the nearest free time" in text_of(page)
    assert "found 1 thing that is not in order" in text_of(attention)


def test_looking_at_a_repair_changes_nothing(venue, alto, owner_client):
    outside_hours(venue, alto)
    look()
    events = AuditEvent.objects.count()

    page = owner_client.get(f"{PAGE}{finding('outside-hours').pk}/nearest/")

    assert "This is what it would change." in text_of(page)
    assert AuditEvent.objects.count() == events


def test_a_repair_that_no_longer_fits_says_so(venue, alto, owner_client):
    overdue_hold(venue, alto)
    look()
    Occupancy.objects.filter(guest_name="Ann").update(status="expired")

    page = owner_client.post(f"{PAGE}{finding('holds').pk}/let-go/", {"apply": "1"})

    assert page.status_code == 422
    assert "in order by now" in text_of(page)


@pytest.mark.parametrize("path", ["999999/nearest/", "999999/x/"])
def test_what_is_not_there_is_not_found(venue, owner_client, path):
    assert owner_client.get(PAGE + path).status_code == 404


def test_overlaps_are_provably_none_and_refusals_are_counted(venue, alto):
    booking = make_booking(room=alto, starts_at=at("2026-11-21 20:00"))
    before = refused_so_far()
    for _ in range(2):
        with pytest.raises(SlotTaken):
            block_room(room_id=alto.pk, span=booking.span, reason="Paint", now=TONIGHT)
    seen = Occupancy.objects.count()

    part = look().parts.get(check_name="overlaps")

    assert part.words == f"0 overlaps in {seen} bookings; {before + 2} attempts refused"


def test_a_check_that_fails_is_said_and_does_not_keep_the_others_from_looking(venue, monkeypatch):
    monkeypatch.setattr("audit.integrity._checks", dict(registered_checks()))

    @checks("broken", "A check that breaks")
    def breaks(now) -> Found:
        raise ValueError("no")

    parts = {part.check_name: part.has_failed for part in look().parts.all()}

    assert parts.pop("broken")
    assert not any(parts.values())
    assert open_problems() == 1


def test_only_so_many_are_listed_but_all_are_counted():
    many = [Problem(str(number), "x") for number in range(250)]

    assert (Found.of(many, "").count, len(Found.of(many, "").problems)) == (250, 200)


def test_looking_now_is_asked_of_a_worker_and_shown_as_under_way(venue, owner_client):
    page = owner_client.post(f"{PAGE}look/", follow=True)
    fact = OutboxMessage.objects.latest("id")

    assert "being looked over right now" in text_of(page)
    assert fact.kind == "audit.inspection_asked"
    inspect(now=TONIGHT, inspection_id=fact.payload["inspection"])
    assert "being looked over right now" not in text_of(owner_client.get(PAGE))


def test_a_look_asked_for_twice_is_made_once(venue):
    asked = ask_inspection(now=TONIGHT)

    inspect(now=TONIGHT, inspection_id=asked.pk)
    inspect(now=TONIGHT, inspection_id=asked.pk)

    assert asked.parts.count() == len(registered_checks())


def test_old_looks_are_not_kept_for_ever(venue):
    for _ in range(32):
        Inspection.objects.create(started_at=TONIGHT)

    look()

    assert Inspection.objects.count() == 30


@pytest.mark.parametrize("role", ["front_desk", "viewer"])
def test_it_is_for_managers(venue, client_as, role):
    assert client_as(role).get(PAGE).status_code == 403


def test_who_is_limited_to_some_venues_does_not_see_what_is_of_all(venue, client_as):
    limit_to_venues(user_id=User.objects.get(role="manager").pk, venue_ids=[venue.pk])
    client = client_as("manager")

    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}look/").status_code == 403


# ---- brought over, and in each other's way -----------------------------------------------------------


def brought_over(alto: Room) -> Booking:
    first = make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="First", legacy_id="1")
    return make_booking(
        room=alto,
        starts_at=first.starts_at,
        guest_name="Second",
        legacy_id="2",
        placed=False,
        clashes_with=["1"],
    )


def test_one_without_a_place_is_placed_elsewhere_and_that_undone(venue, alto, owner_client):
    waiting = brought_over(alto)
    look()
    page = owner_client.get(f"{PAGE}unplaced/").content.decode()
    choice = page.split('name="place" value="')[1].split('"')[0].replace("&#x27;", "'")

    placed = owner_client.post(
        f"{PAGE}unplaced/{waiting.pk}/place/", {"version": 1, "place": choice}, follow=True
    )
    waiting.refresh_from_db()
    was_placed = waiting.placed
    owner_client.post("/dashboard/activity/undo-last/")
    waiting.refresh_from_db()

    assert found("unplaced")[0] == 1
    assert "First" in page
    assert "It has its place." in text_of(placed)
    assert (was_placed, waiting.placed, waiting.clashes_with) == (True, False, ["1"])


def test_one_without_a_place_is_kept_cancelled_and_that_undone(venue, alto, owner_client):
    waiting = brought_over(alto)

    owner_client.post(f"{PAGE}unplaced/{waiting.pk}/keep/", {"version": 1})
    waiting.refresh_from_db()
    then = waiting.status
    look()
    owner_client.post("/dashboard/activity/undo-last/")
    waiting.refresh_from_db()

    assert (then, waiting.status) == ("cancelled", "confirmed")
    assert found("unplaced")[0] == 0


@pytest.mark.parametrize("place", ["", "x y z", "1 2026-11-21T20:00 x", "9" * 40 + " a b"])
def test_a_place_that_makes_no_sense_is_refused(venue, alto, owner_client, place):
    waiting = brought_over(alto)

    answer = owner_client.post(f"{PAGE}unplaced/{waiting.pk}/place/", {"version": 1, "place": place})

    assert answer.status_code == 422
