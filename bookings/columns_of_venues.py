"""What people call the columns of a venue, its rooms, hours, fields and pictures (bookings/columns.py)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as word

from audit.columns import (
    Column,
    day,
    describes,
    how_many,
    minutes,
    moment,
    money,
    names,
    one_of,
    row_of,
    said,
    wall_time,
    weekday,
)
from bookings.columns import LEGACY, own_answers
from bookings.models import (
    FieldAsked,
    FieldKind,
    FieldOnly,
    FieldSubject,
    Room,
    SpecialDay,
    Venue,
)
from bookings.models.rooms import Readiness, RoomState
from bookings.models.venues import GapRule, RoundingRule

POLICY: dict[str, Column] = {
    "slot_step": minutes(word("time between starts")),
    "lead_time": minutes(word("notice")),
    "horizon_days": said(word("days ahead")),
    "min_duration": minutes(word("shortest booking")),
    "max_duration": minutes(word("longest booking")),
    "duration_step": minutes(word("step of lengths")),
    "buffer_before": minutes(word("time before")),
    "buffer_after": minutes(word("time after")),
    "cancel_until": minutes(word("notice to cancel")),
}

describes(
    "bookings_room",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "name": said(word("name")),
        "category": said(word("kind of room")),
        "description": said(word("description")),
        "capacity_min": said(word("fewest people")),
        "capacity_max": said(word("most people")),
        "price_per_hour_minor": money(word("price an hour")),
        "colour": said(word("colour")),
        "features": said(word("features")),
        "feature_counts": said(word("how many of each")),
        "answers": own_answers(word("answers")),
        "order": said(word("place in the list")),
        "state": one_of(word("state"), dict(RoomState.choices)),
        "planned": said(word("plan")),
        "needs_approval": said(word("needs a yes from staff")),
        "is_private": said(word("private")),
        "door_code_digits": said(word("digits of the code for the door")),
        **POLICY,
    },
    hidden=LEGACY,
)

describes(
    "bookings_roompart",
    {
        "whole_id": row_of("bookings_room", word("whole")),
        "part_id": row_of("bookings_room", word("part")),
    },
)

describes(
    "bookings_roomfeature",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "name": said(word("name")),
        "is_counted": said(word("is counted")),
        "is_asked": said(word("guests can look for it")),
        "order": said(word("place in the list")),
    },
)

describes(
    "bookings_roomcategory",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "name": said(word("name")),
        "is_interchangeable": said(word("guests take any of them")),
        "order": said(word("place in the list")),
    },
)

describes(
    "bookings_roomreadiness",
    {
        "room_id": row_of("bookings_room", word("room")),
        "state": one_of(word("state"), dict(Readiness.choices)),
        "since": moment(word("since")),
    },
)

describes(
    "bookings_roomphoto",
    {
        "room_id": row_of("bookings_room", word("room")),
        "words": said(word("what it shows")),
        "order": said(word("place in the list")),
    },
    hidden={"photo_id": "names the picture by its contents"},
)

describes(
    "bookings_photo",
    {"width": said(word("width")), "height": said(word("height"))},
    hidden={
        "digest": "names the picture by its contents",
        "full": "the picture itself, which the record does not repeat",
        "small": "the picture itself, which the record does not repeat",
    },
)

describes(
    "bookings_privatelink",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "name": said(word("for whom")),
        "room_ids": said(word("rooms")),
        "ends_on": day(word("last day")),
        "most_uses": said(word("good for so many bookings")),
        "revoked_at": moment(word("ended")),
    },
    hidden={
        "link_nonce": "what opens the link is nobody's to read",
        "token_hash": "what opens the link is nobody's to read",
        "code_hash": "the code is nobody's to read",
    },
)

describes(
    "bookings_kiosk",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "name": said(word("name")),
        "seats_walk_ins": said(word("guests take rooms by themselves")),
        "revoked_at": moment(word("ended")),
    },
    hidden={"token_hash": "what opens the kiosk is nobody's to read"},
)

describes(
    "bookings_display",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "room_id": row_of("bookings_room", word("room")),
        "revoked_at": moment(word("ended")),
    },
    hidden={
        "token_hash": "what opens the link is nobody's to read",
        "link_nonce": "what the link is made of is nobody's to read",
    },
)

describes(
    "bookings_venue",
    {
        "name": said(word("name")),
        "slug": said(word("short name in addresses")),
        "time_zone": said(word("time zone")),
        "currency": said(word("currency")),
        "locale": said(word("language")),
        "clock_format": one_of(word("clock"), {"24": "21:30", "12": "9:30 pm"}),
        "week_starts": weekday(word("first day of the week")),
        "country": said(word("country")),
        "address": said(word("address")),
        "email": said(word("e-mail")),
        "phone": said(word("phone")),
        "description": said(word("description")),
        "confirmation_text": said(word("confirmation text")),
        "brand_colour": said(word("colour")),
        "source_colours": said(word("colours by how bookings come")),
        "order": said(word("place in the list")),
        "is_published": said(word("open to the public")),
        "hold_for": minutes(word("time to type one’s details")),
        "answer_within": minutes(word("time a request waits")),
        "no_show_after": minutes(word("grace before a no-show")),
        "release_after": minutes(word("given up by itself after")),
        "no_show_percent": said(word("percent charged for a no-show")),
        "extend_step": minutes(word("step of more time")),
        "cancellation_tiers": how_many(word("steps of the cancellation rule")),
        "most_bookings": said(word("most bookings ahead of one guest")),
        "most_hours_a_day": said(word("most hours a day of one guest")),
        "most_hours_a_week": said(word("most hours a week of one guest")),
        "most_hours_a_month": said(word("most hours a month of one guest")),
        "gap_rule": one_of(word("holes too short to sell"), dict(GapRule.choices)),
        "tracks_cleaning": said(word("rooms are made ready")),
        "waitlist_is_open": said(word("guests may join the waiting list")),
        "waitlist_offer_for": minutes(word("time to answer an offer")),
        "door_code_digits": said(word("digits of codes for doors")),
        "door_code_hours": said(word("hours before the start that guests see their code")),
        "rounding": one_of(word("rounding"), dict(RoundingRule.choices)),
        **POLICY,
    },
    hidden={"legacy_settings": "what the old app kept and nothing here uses"},
)

describes(
    "bookings_openinghours",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "room_id": row_of("bookings_room", word("room")),
        "weekday": weekday(word("weekday")),
        "opens": wall_time(word("opens")),
        "closes": wall_time(word("closes")),
    },
)

describes(
    "bookings_specialday",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "room_id": row_of("bookings_room", word("room")),
        "starts_on": day(word("first day")),
        "ends_on": day(word("last day")),
        "is_closed": said(word("closed")),
        "reason": said(word("reason")),
    },
)

describes(
    "bookings_specialhours",
    {
        "special_day_id": row_of("bookings_specialday", word("special day")),
        "opens": wall_time(word("opens")),
        "closes": wall_time(word("closes")),
    },
)

describes(
    "bookings_formfield",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "subject": one_of(word("asked about"), dict(FieldSubject.choices)),
        "builtin": said(word("usual field")),
        "label": said(word("words")),
        "help_text": said(word("hint")),
        "kind": one_of(word("kind of answer"), dict(FieldKind.choices)),
        "choices": said(word("choices")),
        "placeholder": said(word("example in the field")),
        "least": said(word("at least")),
        "most": said(word("at most")),
        "only": one_of(word("made of"), dict(FieldOnly.choices)),
        "for_guests": one_of(word("guests"), dict(FieldAsked.choices)),
        "for_staff": one_of(word("team"), dict(FieldAsked.choices)),
        "room_ids": said(word("rooms")),
        "order": said(word("place in the list")),
        "archived_at": moment(word("archived")),
    },
)


@names("bookings_room")
def name_rooms(ids: set[int]) -> Mapping[int, str]:
    return dict(Room.objects.filter(pk__in=ids).values_list("id", "name"))


@names("bookings_venue")
def name_venues(ids: set[int]) -> Mapping[int, str]:
    return dict(Venue.objects.filter(pk__in=ids).values_list("id", "name"))


@names("bookings_specialday")
def name_special_days(ids: set[int]) -> Mapping[int, str]:
    return {each.pk: str(each) for each in SpecialDay.objects.filter(pk__in=ids)}
