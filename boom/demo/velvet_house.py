"""Velvet Rooms as a house: its terms, its questions, a hall of two rooms, what is planned, its screens."""

from __future__ import annotations

from datetime import date, time, timedelta

from bookings.domain.room_plan import MAINTENANCE, Step
from bookings.models import FieldSubject, FormField, Room, Venue
from bookings.services.displays import add_display
from bookings.services.fields import add_field
from bookings.services.parts import set_parts
from bookings.services.room_lists import add_features
from bookings.services.room_plans import plan_room
from bookings.services.setup import add_room, add_special_day, change_room, change_venue
from boom.demo.plans import MICROPHONES

HALL = "Ballroom"
HALVES = ("Lullaby", "Midnight")
DAY = timedelta(days=1)
# So far ahead people book at first; the owner opens more later (`velvet_nights`).
FIRST_HORIZON, HORIZON = 60, 90


def open_house(venue: Venue) -> None:
    """Its terms, and what rooms may have; before there are rooms."""
    change_venue(
        venue_id=venue.pk,
        horizon_days=FIRST_HORIZON,
        cancel_until=48 * 60,
        cancellation_tiers=[{"notice": 24 * 60, "percent": 50}, {"notice": 2 * 60, "percent": 80}],
        no_show_percent=100,
        answer_within=24 * 60,
        # As long as an offer can last, so that there is one to see whenever somebody looks.
        waitlist_offer_for=24 * 60,
        tracks_cleaning=True,
    )
    add_features(venue_id=venue.pk, counted={MICROPHONES: True, "Step-free": False})


def furnish(venue: Venue) -> FormField:
    """What comes with the rooms: answers, the hall, requests, screens. Returns what guests are asked."""
    rooms = {room.name: room for room in Room.objects.filter(venue=venue)}
    celebration = add_field(
        venue_id=venue.pk,
        subject=FieldSubject.BOOKING,
        label="What are you celebrating?",
        kind="choice",
        choices=["A birthday", "Hen or stag", "A work do", "Just because"],
        for_guests="optional",
        for_staff="optional",
    )
    add_field(
        venue_id=venue.pk,
        subject=FieldSubject.BOOKING,
        label="Name for the welcome screen",
        help_text="It greets you at the door of your room.",
        placeholder="Team Mori",
        most=30,
        for_guests="optional",
        for_staff="optional",
    )
    floor = add_field(
        venue_id=venue.pk,
        subject=FieldSubject.ROOM,
        label="Floor",
        kind="choice",
        choices=["Street level", "Upstairs"],
        for_guests="optional",
        for_staff="optional",
    )
    for name, room in rooms.items():
        where = "Street level" if "Step-free" in room.features or name == "Falsetto" else "Upstairs"
        change_room(room_id=room.pk, answers={floor.key: where})
    hall = add_room(
        venue_id=venue.pk,
        name=HALL,
        category="Large",
        description="Lullaby and Midnight with the wall between them open.",
        capacity_min=16,
        capacity_max=44,
        price_per_hour_minor=14500,
        colour="#5b1a4a",
        features=["Stage", "Own bar", "Step-free"],
        needs_approval=True,
    )
    set_parts(whole_id=hall.pk, part_ids=[rooms[name].pk for name in HALVES])
    change_room(room_id=rooms["Midnight"].pk, needs_approval=True)
    add_display(venue_id=venue.pk, room_id=None)
    add_display(venue_id=venue.pk, room_id=rooms["Echo"].pk)
    return celebration


def plan_ahead(venue: Venue, *, today: date) -> None:
    """What is to come: a room under maintenance, a new one that opens, a night that ends early."""
    cassette = Room.objects.get(venue=venue, name="Cassette")
    works = Step(MAINTENANCE, today + 9 * DAY, today + 10 * DAY, "New speakers")
    plan_room(room_id=cassette.pk, step=works, today=today)
    nocturne = add_room(
        venue_id=venue.pk,
        name="Nocturne",
        category="Small",
        description="Our newest room, in the cellar.",
        capacity_min=1,
        capacity_max=6,
        price_per_hour_minor=2800,
        colour="#1f4f5f",
        state="draft",
    )
    plan_room(room_id=nocturne.pk, step=Step("active", today + 21 * DAY), today=today)
    add_special_day(
        venue_id=venue.pk,
        starts_on=early_night(today),
        ends_on=early_night(today),
        hours=[(time(18), time(23))],
        reason="Staff party, we close early",
    )


def maintenance_night(today: date) -> date:
    """The first night on which Cassette is under maintenance."""
    return today + 9 * DAY


def early_night(today: date) -> date:
    """The night that ends early."""
    return today + 12 * DAY
