"""The confirmation text: the old app's texts work, mistakes are named, staff copy it from the booking."""

from __future__ import annotations

import pytest

from bookings.confirmation import DEFAULT, PLACEHOLDERS
from bookings.domain import texts
from bookings.models import FieldSubject, Venue
from bookings.services.fields import add_field
from tests.factories import make_booking, make_customer, make_room

pytestmark = pytest.mark.django_db
PAGE = "/dashboard/settings/confirmation/"
# As a user of the old app exported it.
FROM_THE_OLD_APP = (
    "Hello {{customerName}},\n{{date}} {{time}} ({{duration}}) in {{roomName}} for up to {{roomCapacity}}.\n"
    "Code {{confirmationCode}}, total {{totalPrice}}.\n{{#if notes}}Note: {{notes}}\n{{/if}}"
    "{{#if specialRequests}}Request: {{specialRequests}}\n{{/if}}{{confirmationMessage}}\n"
    "{{businessName}} {{businessPhone}} {{businessEmail}} {{businessAddress}} {{businessWebsite}}\n"
    "{{generatedDate}} {{status}} {{source}} {{phone}} {{email}}"
)


def booked(now, **given: object):
    room = make_room(Venue.objects.get(), name="Alto", capacity_max=8)
    return make_booking(room=room, starts_at=now, customer=make_customer(name="Priya Nair"), **given)


def test_all_placeholders_of_the_old_app_are_known(business):
    texts.check(FROM_THE_OLD_APP, set(PLACEHOLDERS))
    texts.check(DEFAULT, set(PLACEHOLDERS))

    assert len(PLACEHOLDERS) >= 21


def test_a_saved_text_stands_in_the_drawer_with_own_answers(owner_client, now):
    song = add_field(
        venue_id=Venue.objects.get().pk, subject=FieldSubject.BOOKING, label="Song list", kind="text"
    )
    booking = booked(now, note="Cake", answers={song.key: "Ring of Fire"})

    owner_client.post(
        PAGE,
        {
            "confirmation_text": "Dear {{customerName}}: {{roomName}}, {{own.song-list}}."
            "{{#if notes}} {{notes}}{{/if}}"
        },
    )

    drawer = owner_client.get(f"/dashboard/bookings/{booking.pk}/").content.decode()
    assert "Dear Priya Nair: Alto, Ring of Fire. Cake" in drawer


def test_a_mistake_is_named_and_the_text_is_not_lost(owner_client, now):
    answer = owner_client.post(PAGE, {"confirmation_text": "Hello {{nobody}}"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "there is no placeholder called “nobody”" in page
    assert "Hello {{nobody}}" in page
    assert Venue.objects.get().confirmation_text == ""


def test_the_text_is_looked_at_with_a_real_booking_before_it_is_saved(owner_client, now):
    booked(now)

    look = owner_client.htmx("post", PAGE, {"confirmation_text": "For {{customerName}} in {{roomName}}"})

    assert "For Priya Nair in Alto" in look.content.decode()
    assert Venue.objects.get().confirmation_text == ""


def test_the_usual_words_come_back(owner_client, now):
    owner_client.post(PAGE, {"confirmation_text": "Short"})

    owner_client.post(PAGE, {"do": "reset"})

    assert Venue.objects.get().confirmation_text == ""


def test_markup_in_a_name_is_no_markup_on_the_page(owner_client, now):
    room = make_room(Venue.objects.get())
    booking = make_booking(room=room, starts_at=now, guest_name="<script>alert(1)</script>")

    drawer = owner_client.get(f"/dashboard/bookings/{booking.pk}/").content.decode()

    assert "<script>alert(1)" not in drawer
