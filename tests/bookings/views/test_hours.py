"""The page of opening hours: tools, the picture, what a change would do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from bookings.models import OpeningHours, Venue
from tests.factories import make_booking, make_room

pytestmark = pytest.mark.django_db
HOURS = "/dashboard/hours/"


def typed(**times: str) -> dict[str, str]:
    """A posted week: `fri="18:00-04:00"`."""
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    posted = {}
    for day, hours in times.items():
        opens, _, closes = hours.partition("-")
        number = days.index(day)
        posted |= {f"opens-{number}-0": opens, f"closes-{number}-0": closes}
    return posted


def week() -> list[tuple[int, str]]:
    rows = OpeningHours.objects.filter(room=None).order_by("weekday", "opens")
    return [(row.weekday, f"{row.opens:%H:%M}-{row.closes:%H:%M}") for row in rows]


def test_a_preset_fills_the_form_in_and_saves_nothing(owner_client, now):
    before = week()

    answer = owner_client.post(HOURS, {"do": "preset", "preset": "karaoke"})

    shown = answer.context["form"].initial
    assert (shown["opens-0-0"].hour, shown["closes-5-0"].hour, len(shown)) == (18, 3, 14)
    assert week() == before


def test_a_day_is_copied_and_the_whole_saved(owner_client, now):
    filled = owner_client.post(
        HOURS, typed(fri="18:00-04:00") | {"do": "copy", "copy_from": "4", "copy_to": "weekends"}
    )
    posted = {name: f"{value:%H:%M}" for name, value in filled.context["form"].initial.items()}

    owner_client.post(HOURS, posted | {"do": "save"})

    assert week() == [(4, "18:00-04:00"), (5, "18:00-04:00"), (6, "18:00-04:00")]


def test_several_days_are_closed_at_once(owner_client, now):
    answer = owner_client.post(
        HOURS, typed(mon="18:00-02:00", sun="18:00-02:00") | {"do": "fill", "fill_days": "weekdays"}
    )

    assert set(answer.context["form"].initial) == {"opens-6-0", "closes-6-0"}


def test_half_a_stretch_for_several_days_is_named(owner_client, now):
    answer = owner_client.post(
        HOURS, typed(sun="18:00-02:00") | {"do": "fill", "fill_days": "all", "fill_opens": "10:00"}
    )

    assert (answer.status_code, list(answer.context["tools"].errors)) == (422, ["fill_closes"])
    assert 'value="18:00"' in answer.content.decode()


def test_a_change_is_shown_with_whom_it_leaves_outside(owner_client, now):
    OpeningHours.objects.all().delete()
    venue = Venue.objects.get()
    for weekday in range(7):
        OpeningHours.objects.create(venue=venue, weekday=weekday, opens="18:00", closes="04:00")
    Venue.objects.update(setup_version=17)
    room = make_room(venue)
    inside, late = now + timedelta(days=1), now + timedelta(days=1, hours=5)
    make_booking(room=room, starts_at=inside, guest_name="Early Bird")
    make_booking(room=room, starts_at=late, guest_name="Night Owl")

    answer = owner_client.htmx("post", HOURS, typed(sun="18:00-00:00", sat="18:00-04:00"))
    words = answer.content.decode()

    assert "1 booking to come falls outside" in words
    assert ("Night Owl" in words, "Early Bird" in words) == (True, False)
    assert "18:00–04:00" in words
    assert len(week()) == 7


def test_the_nights_on_which_the_clocks_change_are_named(owner_client, now):
    Venue.objects.update(time_zone="America/New_York", setup_version=18)

    page = owner_client.post(
        HOURS, {"do": "preview", **typed(sat="20:00-04:00", sun="20:00-04:00")}
    ).content.decode()

    assert "is open 7 h instead of 8 h: the clocks go forward." in page
    assert "is open 9 h instead of 8 h: the clocks go back." in page


def test_saving_what_is_there_already_leaves_no_trace(owner_client, now):
    posted = typed(**{["mon", "tue", "wed", "thu", "fri", "sat", "sun"][day]: hours for day, hours in week()})
    events = AuditEvent.objects.count()

    owner_client.post(HOURS, posted | {"do": "save"})

    assert AuditEvent.objects.count() == events


def test_times_look_as_the_venue_writes_them(owner_client, now):
    Venue.objects.update(clock_format="12", setup_version=19)

    page = owner_client.post(HOURS, {"do": "preview", **typed(sat="20:00-04:00")}).content.decode()

    assert "8:00 pm–4:00 am" in page
