"""Own fields: defined once, asked where they belong, kept, shown, archived, taken back."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from bookings.models import Booking, FieldSubject, FormField, Room, Venue
from bookings.services.fields import add_field, archive_field, rule_builtin
from bookings.services.holds import hold_slot
from bookings.services.links import issue_manage_link
from boom.core.errors import Invalid
from tests.factories import make_booking, make_room

pytestmark = pytest.mark.django_db
FIELDS = "/dashboard/settings/fields/"


def asks(label: str, **values: object) -> FormField:
    given = {"kind": "text", "for_guests": "optional", "for_staff": "optional"} | values
    subject = FieldSubject(given.pop("subject", "booking"))
    return add_field(venue_id=Venue.objects.get().pk, subject=subject, label=label, **given)


def details_page(now) -> tuple[Booking, str]:
    from datetime import timedelta

    from bookings.domain.interval import Interval

    room = make_room(Venue.objects.get())
    start = now + timedelta(hours=1)
    hold = hold_slot(room_id=room.pk, span=Interval.lasting(start, timedelta(hours=1)), party_size=2, now=now)
    return hold, f"/book/{issue_manage_link(booking_id=hold.pk, now=now)}/"


def edited(client, booking: Booking, **values: object):
    posted = {"from": "drawer", "version": booking.version, "name": "Priya", "party_size": 2}
    return client.post(f"/dashboard/bookings/{booking.pk}/edit/", posted | values)


def test_a_question_is_defined_changed_moved_and_archived(owner_client, now):
    owner_client.post(
        f"{FIELDS}new/?about=booking",
        {
            "label": "Genre", "kind": "choice", "choices": "Rock\n\n Pop ", "for_guests": "required",
            "for_staff": "optional",
        },
    )  # fmt: skip
    asks("Song list", kind="long")
    genre = FormField.objects.get(label="Genre")

    owner_client.post(f"{FIELDS}{genre.pk}/do/", {"do": "down"})
    order = list(FormField.objects.in_order().values_list("label", flat=True))
    owner_client.post(f"{FIELDS}{genre.pk}/do/", {"do": "archive"})

    genre.refresh_from_db()
    assert (genre.choices, order, genre.archived_at is None) == (
        ["Rock", "Pop"],
        ["Song list", "Genre"],
        False,
    )


def test_a_list_without_choices_is_refused_by_name(owner_client, now):
    posted = {"label": "Genre", "kind": "choice", "for_guests": "hidden", "for_staff": "optional"}

    answer = owner_client.post(f"{FIELDS}new/?about=booking", posted)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["choices"])


def test_guests_answer_on_the_details_page_and_staff_read_it(customer_client, owner_client, now):
    song, secret = asks("Song list", for_guests="required"), asks("Door code", for_guests="hidden")
    hold, path = details_page(now)
    who = {"name": "Priya Nair", "email": "priya@example.com"}

    page = customer_client.get(path).content.decode()
    without = customer_client.post(path, who)
    customer_client.post(path, who | {f"own_{song.pk}": "Ring of Fire", f"own_{secret.pk}": "1234"})

    hold.refresh_from_db()
    drawer = owner_client.get(f"/dashboard/bookings/{hold.pk}/").content.decode()
    assert ("Song list" in page, "Door code" in page) == (True, False)
    assert (without.status_code, list(without.context["form"].errors)) == (422, [f"own_{song.pk}"])
    assert (hold.status, hold.answers) == ("confirmed", {str(song.pk): "Ring of Fire"})
    assert "Ring of Fire" in drawer


def test_staff_change_answers_and_those_of_archived_fields_stay(owner_client, now):
    old, song = asks("Old question"), asks("Songs", kind="number")
    booking = make_booking(
        room=make_room(Venue.objects.get()), starts_at=now, answers={str(old.pk): "Kept", str(song.pk): "3"}
    )
    archive_field(field_id=old.pk, is_archived=True, now=now)

    wrong = edited(owner_client, booking, **{f"own_{song.pk}": "many"})
    edited(owner_client, booking, **{f"own_{song.pk}": "12"})

    booking.refresh_from_db()
    drawer = owner_client.get(f"/dashboard/bookings/{booking.pk}/").content.decode()
    assert (wrong.status_code, "Enter a number." in wrong.content.decode()) == (422, True)
    assert booking.answers == {str(old.pk): "Kept", str(song.pk): "12"}
    assert ("Old question" in drawer, "Kept" in drawer) == (True, True)


def test_a_room_has_answers_of_its_own_and_guests_read_those_meant_for_them(
    owner_client, customer_client, now
):
    screens = asks("Screens", subject="room", kind="number")
    key = asks("Key box", subject="room", for_guests="hidden")
    room = make_room(Venue.objects.get(), name="Alto")

    owner_client.post(
        f"/dashboard/rooms/{room.pk}/",
        {
            "name": "Alto", "capacity_min": 1, "capacity_max": 6, "price": "30", "state": "active",
            f"own_{screens.pk}": "2", f"own_{key.pk}": "4711",
        },
    )  # fmt: skip

    page = customer_client.get("/").content.decode()
    assert Room.objects.get(name="Alto").answers == {str(screens.pk): "2", str(key.pk): "4711"}
    assert ("Screens: <bdi>2</bdi>" in page, "4711" in page) == (True, False)


def test_usual_fields_are_renamed_asked_for_or_left_out(owner_client, customer_client, now):
    owner_client.post(
        f"{FIELDS}usual/",
        {
            "name": "phone",
            "phone-label": "Mobile number",
            "phone-for_guests": "required",
            "phone-for_staff": "optional",
        },
    )
    owner_client.post(
        f"{FIELDS}usual/",
        {"name": "note", "note-label": "Wishes", "note-for_guests": "hidden", "note-for_staff": "optional"},
    )
    _, path = details_page(now)

    answer = customer_client.post(path, {"name": "Priya", "email": "priya@example.com"})

    page = answer.content.decode()
    assert list(answer.context["form"].errors) == ["phone"]
    assert ("Mobile number" in page, "Wishes" in page) == (True, False)


def test_answers_are_held_to_their_questions_whoever_writes_them(business, now):
    number = asks("How many songs", kind="number", for_staff="required")
    from bookings.services.setup import change_room

    room = make_room(Venue.objects.get())
    asks("Screens", subject="room", kind="number", for_staff="required")

    with pytest.raises(Invalid) as refused:
        change_room(room_id=room.pk, answers={"999": "x"})

    assert list(refused.value.fields.values()) == ["This has to be answered."]
    assert number.key not in refused.value.fields


def test_a_field_and_an_answer_are_taken_back(owner_client, now):
    song = asks("Songs")
    booking = make_booking(room=make_room(Venue.objects.get()), starts_at=now, answers={song.key: "One"})
    edited(owner_client, booking, **{f"own_{song.pk}": "Two"})
    event = AuditEvent.objects.filter(table="bookings_occupancy", new__has_key="answers").latest("id")

    owner_client.post(f"/dashboard/activity/{event.pk}/undo/")
    owner_client.post(f"{FIELDS}{song.pk}/do/", {"do": "archive"})
    archived = AuditEvent.objects.filter(table="bookings_formfield").latest("id")
    owner_client.post(f"/dashboard/activity/{archived.pk}/undo/")

    booking.refresh_from_db()
    song.refresh_from_db()
    assert (booking.answers, song.archived_at) == ({song.key: "One"}, None)


def test_a_usual_field_that_is_none_is_refused(business, now):
    with pytest.raises(Exception, match="no such field"):
        rule_builtin(
            venue_id=Venue.objects.get().pk,
            builtin="name",
            label="x",
            for_guests="hidden",
            for_staff="hidden",
        )


def test_a_usual_field_is_held_to_its_rules_on_both_forms(owner_client, client, now):
    Venue.objects.update(country="GB")
    rules = {
        "name": "note", "note-label": "Locker", "note-for_guests": "optional", "note-for_staff": "optional",
        "note-placeholder": "Such as 17", "note-least": 2, "note-most": 4, "note-only": "digits",
    }  # fmt: skip
    owner_client.post(f"{FIELDS}usual/", rules)
    booking = make_booking(room=make_room(Venue.objects.get()), starts_at=now)

    letters = edited(owner_client, booking, note="ABC")
    short = edited(owner_client, booking, note="7")
    edited(owner_client, booking, note="17")

    booking.refresh_from_db()
    assert (letters.status_code, short.status_code, booking.note) == (422, 422, "17")
    _, path = details_page(now)
    assert 'placeholder="Such as 17"' in owner_client.get(path).content.decode()


def test_a_party_is_held_to_the_size_that_is_asked(owner_client, now):
    rules = {"name": "party_size", "party_size-label": "People", "party_size-for_staff": "optional"}
    owner_client.post(f"{FIELDS}usual/", rules | {"party_size-least": 3})
    booking = make_booking(room=make_room(Venue.objects.get()), starts_at=now)

    refused = edited(owner_client, booking, party_size=2)

    assert (refused.status_code, "Enter at least 3." in refused.content.decode()) == (422, True)


def test_rules_that_cannot_be_kept_are_refused(owner_client):
    answer = owner_client.post(
        f"{FIELDS}new/?about=booking",
        {
            "label": "Locker",
            "kind": "text",
            "for_guests": "hidden",
            "for_staff": "optional",
            "least": 5,
            "most": 2,
        },
    )

    assert (answer.status_code, FormField.objects.count()) == (422, 0)
