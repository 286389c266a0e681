"""Closing days and cutting hours with an answer for everybody they touch; holidays as special days."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bookings.models import Booking, Room, SpecialDay, Venue
from bookings.public_holidays import CountryUnknown, holidays_of
from bookings.services import setup
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

URL = "/dashboard/hours/closing/"
SUNDAY = {"starts_on": "2026-11-22", "ends_on": "", "room": "", "opens": "", "closes": "", "reason": "Boiler"}


@pytest.fixture
def venue(business) -> Venue:
    """Two rooms of a venue that is open past midnight every night."""
    for room in Room.objects.all():
        setup.change_room(room_id=room.pk, state="archived")
    venue = Venue.objects.get()
    for name in ("Alto", "Echo"):
        make_room(venue, name=name, order=1 if name == "Alto" else 2)
    return venue


def room(name: str) -> Room:
    return Room.objects.get(name=name)


@pytest.fixture
def ann(venue) -> Booking:
    """Alto, Sunday at eight."""
    return make_booking(
        room=room("Alto"), starts_at=at("2026-11-22 20:00"), guest_name="Ann", total_minor=3000
    )


def text_of(response: Any) -> str:
    return response.content.decode()


def offers(page: str, booking: Booking) -> dict[str, str]:
    """What can be done with a booking: the words of each choice, and its value."""
    select = re.search(rf'<select[^>]*name="do-{booking.pk}".*?</select>', page, re.DOTALL)[0]
    return {words: value for value, words in re.findall(r'<option value="([^"]+)">([^<]+)</option>', select)}


def fresh(booking: Booking) -> Booking:
    booking.refresh_from_db()
    return booking


def test_closing_a_day_shows_whom_it_touches_and_changes_nothing_yet(owner_client, ann):
    page = text_of(owner_client.get(URL, SUNDAY))

    assert "1 booking falls outside" in page
    assert list(offers(page, ann)) == [
        "Move to Alto, Mon 23 Nov, 20:00 to 21:00",
        "Cancel, free of charge",
        "Leave it as it is",
    ]
    assert not SpecialDay.objects.exists()
    assert fresh(ann).version == 1


def test_what_was_chosen_is_done_with_the_hours_and_taken_back_with_them(owner_client, ann):
    bo = make_booking(room=room("Echo"), starts_at=at("2026-11-22 20:00"), guest_name="Bo", total_minor=3000)
    page = text_of(owner_client.get(URL, SUNDAY))
    chosen = {
        f"do-{ann.pk}": next(iter(offers(page, ann).values())),
        f"v-{ann.pk}": "1",
        f"do-{bo.pk}": "cancel",
        f"v-{bo.pk}": "1",
    }

    done = owner_client.post(URL, SUNDAY | chosen)
    day = SpecialDay.objects.get()
    moved, cancelled = fresh(ann), fresh(bo)
    following = text_of(owner_client.get(done.url))

    assert "Saved the hours; moved 1, cancelled 1" in following
    assert (day.is_closed, day.reason) == (True, "Boiler")
    assert (moved.starts_at, moved.room.name) == (at("2026-11-23 20:00"), "Alto")
    assert (cancelled.status, cancelled.fee_minor, cancelled.cancellation_reason) == (
        "cancelled",
        0,
        "Boiler",
    )
    owner_client.post(re.search(r'action="(/dashboard/undo/[^"]+)"', following)[1])
    assert not SpecialDay.objects.exists()
    assert (fresh(ann).starts_at, fresh(bo).status) == (at("2026-11-22 20:00"), "confirmed")


def test_guests_hear_of_it_only_if_told_to(owner_client, ann):
    quiet = {f"do-{ann.pk}": "cancel", f"v-{ann.pk}": "1"}

    owner_client.post(URL, SUNDAY | quiet)

    fact = OutboxMessage.objects.filter(kind="booking.cancelled").get()
    assert fact.payload["tell_customer"] is False


def test_closing_one_room_offers_the_others_first(owner_client, ann):
    page = text_of(owner_client.get(URL, SUNDAY | {"room": str(room("Alto").pk)}))

    assert next(iter(offers(page, ann))) == "Move to Echo, Sun 22 Nov, 20:00 to 21:00"


def test_two_are_not_offered_the_same_place(owner_client, venue):
    """Alto closes; Echo has place for one of two."""
    make_room(venue, name="Large", capacity_max=2, capacity_min=1, category="", order=3, state="hidden")
    first = make_booking(room=room("Alto"), starts_at=at("2026-11-22 20:00"), guest_name="One")
    second = make_booking(room=room("Alto"), starts_at=at("2026-11-22 20:30"), minutes=60, status="cancelled")
    second = make_booking(room=room("Echo"), starts_at=at("2026-11-22 20:30"), guest_name="Two")

    page = text_of(owner_client.get(URL, SUNDAY))

    places = [next(iter(offers(page, each).values())) for each in (first, second)]
    assert len(set(places)) == 2


def test_cutting_hours_touches_only_what_lies_outside_and_offers_the_same_night(owner_client, ann):
    late = make_booking(room=room("Alto"), starts_at=at("2026-11-23 00:30"), guest_name="Late")
    shorter = SUNDAY | {"opens": "18:00", "closes": "23:00"}

    page = text_of(owner_client.get(URL, shorter))

    assert "1 booking falls outside" in page
    assert f"do-{ann.pk}" not in page
    assert next(iter(offers(page, late))) == "Move to Alto, Sun 22 Nov, 22:00 to 23:00"


def test_what_changed_meanwhile_is_shown_again_and_nothing_is_done(owner_client, ann):
    stale = {f"do-{ann.pk}": "cancel", f"v-{ann.pk}": "1"}
    Booking.objects.filter(pk=ann.pk).update(version=3)
    another = owner_client.post(URL, SUNDAY | stale)
    make_booking(room=room("Echo"), starts_at=at("2026-11-22 21:00"))
    one_more = owner_client.post(URL, SUNDAY | {f"do-{ann.pk}": "cancel", f"v-{ann.pk}": "3"})

    assert (another.status_code, one_more.status_code) == (409, 409)
    assert not SpecialDay.objects.exists()
    assert fresh(ann).status == "confirmed"


def test_a_place_that_was_not_offered_is_not_taken(owner_client, ann):
    forged = {f"do-{ann.pk}": f"{room('Echo').pk}.{int(TONIGHT.timestamp())}", f"v-{ann.pk}": "1"}

    assert owner_client.post(URL, SUNDAY | forged).status_code == 409
    assert fresh(ann).version == 1


def test_wrong_dates_are_said_beside_their_fields(owner_client, venue):
    answer = owner_client.get(URL, SUNDAY | {"ends_on": "2026-11-01"})

    assert answer.status_code == 422
    assert "The last day comes before the first." in text_of(answer)


# ---- public holidays ---------------------------------------------------------------------------------------


def test_holidays_of_a_country_are_loaded_once_and_taken_back_as_one(owner_client, venue):
    page = text_of(owner_client.get("/dashboard/hours/holidays/?country=gb&part=ENG"))
    days = re.findall(r'name="day" value="([^"]+)" checked', page)
    url = "/dashboard/hours/holidays/?country=GB&part=ENG"

    done = owner_client.post(url, {"day": days, "opens": "", "closes": ""})
    following = text_of(owner_client.get(done.url))
    added = SpecialDay.objects.count()
    again = text_of(owner_client.get(url))
    owner_client.post(url, {"day": days, "opens": "", "closes": ""})

    assert "2026-12-25" in days
    assert added == len(days)
    assert SpecialDay.objects.get(starts_on="2026-12-25").reason == "Christmas Day"
    assert "has hours of its own already" in again
    assert SpecialDay.objects.count() == added
    owner_client.post(re.search(r'action="(/dashboard/undo/[^"]+)"', following)[1])
    assert not SpecialDay.objects.exists()


def test_holidays_may_keep_other_hours(owner_client, venue):
    owner_client.post(
        "/dashboard/hours/holidays/?country=GB",
        {"day": ["2026-12-25"], "opens": "18:00", "closes": "01:00"},
    )

    day = SpecialDay.objects.get()
    assert (day.is_closed, day.hours.count()) == (False, 1)


def test_half_an_opening_is_none(owner_client, venue):
    answer = owner_client.post(
        "/dashboard/hours/holidays/?country=GB", {"day": [], "opens": "18:00", "closes": ""}
    )

    assert answer.status_code == 422


def test_a_country_nobody_knows_says_so(owner_client, venue):
    assert "No public holidays are known" in text_of(
        owner_client.get("/dashboard/hours/holidays/?country=ZZ")
    )
    with pytest.raises(CountryUnknown):
        holidays_of("GB", TONIGHT.date(), TONIGHT.date(), part="Nowhere")
