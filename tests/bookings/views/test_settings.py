"""Settings: found by words, led to the very field, told what saving would do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import AuditEvent
from bookings.models import Venue
from bookings.settings_index import GROUPS, entries_for
from tests.factories import make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
SEARCH = "/dashboard/settings/"
RULES = {
    "slot_step": 30, "min_duration": 60, "max_duration": 480, "duration_step": 30, "lead_time": 0,
    "horizon_days": 90, "buffer_before": 0, "buffer_after": 0, "cancel_until": 1440, "hold_for": 10,
}  # fmt: skip


def found(client, words: str) -> list[tuple[str, str]]:
    answer = client.get(SEARCH, {"q": words})
    return [(each.entry.label, each.entry.path) for each in answer.context["found"]]


def test_a_setting_is_found_by_its_words_and_by_what_others_call_it(owner_client):
    assert found(owner_client, "notice") == [("Least notice, minutes", "/dashboard/rules/#id_lead_time")]
    assert ("Your colour", "/dashboard/settings/venue/#id_brand_colour") in found(owner_client, "COLOR brand")
    assert ("What it has", "/dashboard/rooms/#main") in found(owner_client, "amenities")


def test_what_is_found_shows_what_it_is_set_to(owner_client):
    Venue.objects.update(lead_time=45, setup_version=20)

    (hit,) = owner_client.get(SEARCH, {"q": "least notice"}).context["found"]

    assert hit.value == "45"


def test_nothing_found_says_so_and_leads_back(owner_client):
    page = owner_client.get(SEARCH, {"q": "zeppelin"}).content.decode()

    assert ("Nothing by that name" in page, 'href="/dashboard/settings/"' in page) == (True, True)


def test_every_address_of_the_index_leads_to_a_page_that_has_its_anchor(owner_client):
    owner = User.objects.get(role="owner")
    pages: dict[str, str] = {}
    missing = []
    for entry in entries_for(owner):
        path, _, anchor = entry.path.partition("#")
        if path not in pages:
            answer = owner_client.get(path)
            assert answer.status_code == 200, path
            pages[path] = answer.content.decode()
        if f'id="{anchor}"' not in pages[path]:
            missing.append(entry.path)

    assert missing == []
    assert len(pages) == sum(len(group.pages) for group in GROUPS)


def test_a_change_of_rules_is_told_before_it_is_made(owner_client, now):
    room = make_room(Venue.objects.get())
    make_booking(room=room, starts_at=now + timedelta(days=1), minutes=180)

    events = AuditEvent.objects.count()

    answer = owner_client.htmx("post", "/dashboard/rules/", RULES | {"max_duration": 120})

    words = answer.content.decode()
    assert ("longest booking" in words, "6 h" in words, "2 h" in words) == (True, True, True)
    assert "1 booking to come would not be taken by the new rules" in words
    assert Venue.objects.get().max_duration != 120
    assert AuditEvent.objects.count() == events


def test_rules_that_make_no_sense_are_refused_while_one_types(owner_client):
    make_room(Venue.objects.get(), name="Alto", max_duration=120)

    words = owner_client.htmx("post", "/dashboard/rules/", RULES | {"min_duration": 180}).content.decode()

    assert "Alto" in words


def test_another_zone_is_told_by_the_next_booking(owner_client, now):
    venue = Venue.objects.get()
    make_booking(room=make_room(venue), starts_at=now + timedelta(hours=1))
    posted = {
        "name": venue.name, "time_zone": "Asia/Tokyo", "clock_format": "24", "locale": "en-GB",
        "week_starts": "0", "brand_colour": venue.brand_colour, "is_published": "on",
    }  # fmt: skip

    words = owner_client.htmx("post", "/dashboard/settings/venue/", posted).content.decode()

    assert "Bookings keep their moment" in words


def test_taking_a_room_off_says_who_is_booked_in_it(owner_client, now):
    room = make_room(Venue.objects.get(), name="Alto")
    make_booking(room=room, starts_at=now + timedelta(days=1))
    posted = {"name": "Alto", "capacity_min": 1, "capacity_max": 6, "price": "30", "state": "archived"}

    words = owner_client.htmx("post", f"/dashboard/rooms/{room.pk}/", posted).content.decode()

    assert "1 booking to come is in this room" in words
    room.refresh_from_db()
    assert room.state == "active"


def test_a_change_of_the_venue_is_taken_back_from_the_message(owner_client):
    before = Venue.objects.get().max_duration
    owner_client.post("/dashboard/rules/", RULES | {"max_duration": 120})
    event = AuditEvent.objects.filter(table="bookings_venue", new__has_key="max_duration").latest("id")

    owner_client.post(f"/dashboard/activity/{event.pk}/undo/")

    assert Venue.objects.get().max_duration == before


def test_people_read_times_their_own_way_everywhere(owner_client, now):
    venue = Venue.objects.get()
    make_booking(room=make_room(venue), starts_at=now + timedelta(hours=1), guest_name="Priya Nair")
    shown = owner_client.get("/dashboard/bookings/").content.decode()

    owner_client.post("/accounts/profile/times/", {"clock_format": "12", "date_locale": "en-US"})

    own = owner_client.get("/dashboard/bookings/").content.decode()
    assert (" pm" in shown, " pm" in own, "Sat, Nov 21" in own) == (False, True, True)


def test_weeks_begin_on_the_day_the_venue_chose(owner_client, now):
    Venue.objects.update(week_starts=6, setup_version=21)

    week = owner_client.get("/dashboard/week/?day=2026-11-21").context["week"]
    month = owner_client.get("/dashboard/month/?day=2026-11-21").context["month"]

    assert [day.date.isoformat() for day in week.days][::6] == ["2026-11-15", "2026-11-21"]
    assert {row[0].head.date.weekday() for row in month.weeks} == {6}
