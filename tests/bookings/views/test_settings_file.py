"""Settings as a file: out and in again, refused by name, shown before they are applied, taken back whole."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import AuditEvent
from bookings.models import FieldSubject, FormField, OpeningHours, Room, SpecialDay, Venue
from bookings.services.fields import add_field
from bookings.services.settings_file import apply_settings
from bookings.settings_file import exported, read
from tests.factories import make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
FILE = "/dashboard/settings/file/"


def sent(client, content: object, **values: str):
    text = content if isinstance(content, str) else json.dumps(content, default=str)
    upload = SimpleUploadedFile("settings.json", text.encode(), content_type="application/json")
    return client.post(f"{FILE}import/", {"file": upload, **values})


def a_file(**parts: object) -> dict[str, object]:
    return {"boom_settings": 1, "currency": Venue.objects.get().currency, **parts}


def test_what_goes_out_comes_in_again_and_changes_nothing(owner_client):
    venue = Venue.objects.get()
    make_room(venue, name="Alto", features=["Stage"])
    add_field(venue_id=venue.pk, subject=FieldSubject.BOOKING, label="Songs", kind="long")
    file = owner_client.get(f"{FILE}export/").content.decode()
    events = AuditEvent.objects.count()

    shown = sent(owner_client, file)
    apply_settings(venue_id=venue.pk, settings=read(file, currency=venue.currency))

    assert json.loads(file)["boom_settings"] == 1
    assert "Everything is like that already" in shown.content.decode()
    assert AuditEvent.objects.count() == events


def test_a_file_is_shown_first_then_applied_whole_and_taken_back_as_one(owner_client):
    venue = Venue.objects.get()
    make_room(venue, name="Alto")
    before = exported(venue)
    file = a_file(
        venue={"lead_time": 90, "clock_format": "12"},
        hours=[["Friday", "18:00", "04:00"]],
        rooms=[{"name": "alto", "capacity_max": 9}, {"name": "New", "capacity_min": 1, "capacity_max": 4}],
        special_days=[{"starts_on": "2026-12-24", "reason": "Christmas"}],
        fields=[{"subject": "booking", "label": "Songs", "for_guests": "optional", "for_staff": "optional"}],
    )

    preview = sent(owner_client, file)
    untouched = exported(Venue.objects.get())
    owner_client.post(f"{FILE}import/", {"content": json.dumps(file), "what": "file", "do": "apply"})

    venue.refresh_from_db()
    assert ("notice" in preview.content.decode(), untouched == before) == (True, True)
    assert (venue.lead_time, venue.clock_format) == (90, "12")
    assert list(OpeningHours.objects.filter(room=None).values_list("weekday", flat=True)) == [4]
    assert Room.objects.get(capacity_max=9).name == "alto"
    assert Room.objects.filter(name="New").exists()
    assert SpecialDay.objects.get().reason == "Christmas"
    assert FormField.objects.get().label == "Songs"

    event = AuditEvent.objects.filter(table="bookings_venue").latest("id")
    owner_client.post(f"/dashboard/activity/{event.pk}/undo/")

    assert exported(Venue.objects.get()) == before


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("not json", "it is not JSON"),
        ("[1]", "no settings file of Boom"),
        ({"boom_settings": 2}, "version 2"),
        ({"boom_settings": 1, "surprise": 1}, "surprise: there is no such setting"),
        ({"boom_settings": 1, "venue": {"lead_time": "soon"}}, "venue.lead_time: Enter a whole number."),
        ({"boom_settings": 1, "venue": {"time_zone": "Mars"}}, "venue.time_zone"),
        ({"boom_settings": 1, "venue": {"is_published": "yes"}}, "venue.is_published: this has to be true"),
        ({"boom_settings": 1, "hours": [["Someday", "18:00", "04:00"]]}, "hours: stretch 1"),
        ({"boom_settings": 1, "fields": [{"subject": "moon"}]}, "fields[1].subject"),
        (
            {"boom_settings": 1, "venue": {"cancellation_tiers": [{"notice": "x"}]}},
            "venue.cancellation_tiers",
        ),
        ({"boom_settings": 1, "venue": {"min_duration": 240, "max_duration": 60}}, "duration"),
        ({"boom_settings": 1, "venue": {"confirmation_text": "{{nobody}}"}}, "nobody"),
        ({"boom_settings": 1, "currency": "XXX", "rooms": [{"name": "A"}]}, "the prices are in XXX"),
    ],
)
def test_a_bad_file_is_refused_naming_what_is_wrong_and_nothing_is_changed(owner_client, content, named):
    events = AuditEvent.objects.count()

    answer = sent(owner_client, content, do="apply")

    assert answer.status_code == 422
    assert named.casefold() in answer.content.decode().replace("&#x27;", "'").casefold()
    assert AuditEvent.objects.count() == events


def test_the_usual_rules_come_back_after_a_look(owner_client):
    Venue.objects.update(lead_time=77, setup_version=30)

    look = owner_client.post(f"{FILE}import/", {"what": "usual"})
    asked_first = Venue.objects.get().lead_time
    owner_client.post(f"{FILE}import/", {"what": "usual", "do": "apply"})

    assert ("1 h 17" in look.content.decode(), asked_first, Venue.objects.get().lead_time) == (True, 77, 0)


@pytest.mark.parametrize(
    "parts",
    [
        {"hours": [["Monday", "18:00+02:00", "20:00"]]},
        {"hours": {"Monday": ["18:00", "20:00"]}},
        {"special_days": [{"starts_on": "2026-12-24", "hours": [["18:00Z", "20:00Z"]]}]},
        {"special_days": [{"starts_on": "2026-12-24", "ends_on": "9999-12-31"}]},
        {"special_days": [{"starts_on": "2026-12-24", "reason": "a\x00b"}]},
        {"rooms": [{"name": "A \ud800"}]},
        {"rooms": [{"name": "A", "features": ["\x00"]}]},
        {"fields": [{"subject": "booking", "builtin": ["phone"], "label": "Phone"}]},
        {"fields": [{"subject": "booking"}]},
        {"fields": [{"subject": "booking", "label": "Song", "kind": "choice", "choices": ["a\x00"]}]},
        {"venue": {"cancellation_tiers": [{"notice": 10**30, "percent": 50}]}},
        {"venue": {"cancellation_tiers": [{"notice": 60, "percent": -5}]}},
    ],
    ids=repr,
)
def test_no_file_breaks_the_page_whatever_it_says(owner_client, parts):
    before = exported(Venue.objects.get())

    for step in ({}, {"do": "apply"}):
        answer = sent(owner_client, a_file(**parts), **step)

        assert answer.status_code == 422
    assert exported(Venue.objects.get()) == before
