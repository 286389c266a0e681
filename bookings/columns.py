"""What people call the columns of the booking side's tables, for the record (`audit.columns`).

`word` marks them for translation. Imported by `bookings.record`, which Django finds when it starts.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
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
from bookings.models import (
    ConsentSource,
    ContactBy,
    Customer,
    FieldAsked,
    FieldKind,
    FieldOnly,
    FieldSubject,
    Occupancy,
    Purpose,
    Room,
    Series,
    SpecialDay,
    Venue,
)
from bookings.models.imports import ImportState, WhenKnown
from bookings.models.occupancy import Kind, Source
from bookings.models.rooms import Readiness, RoomState
from bookings.models.venues import GapRule, RoundingRule
from boom.core.text import STATUS_WORDS


def own_answers(words: str) -> Column:
    """Answers to a venue's own questions, without which question each belongs to: "Karaoke night, yes"."""
    return Column(words, lambda value, _: ", ".join(_answer(each) for each in _values(value)))


def _values(value: object) -> list[object]:
    return list(value.values()) if isinstance(value, dict) else [value]


def _answer(value: object) -> str:
    return gettext("yes") if value is True else str(value)


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
LEGACY = {"legacy_id": "the row's key in the old app"}

describes(
    "bookings_occupancy",
    {
        "kind": one_of(word("kind"), dict(Kind.choices)),
        "reference": said(word("reference")),
        "room_id": row_of("bookings_room", word("room")),
        "customer_id": row_of("bookings_customer", word("customer")),
        "guest_name": said(word("name")),
        "starts_at": moment(word("start")),
        "ends_at": moment(word("end")),
        "status": one_of(word("status"), {status: str(words) for status, words in STATUS_WORDS.items()}),
        "placed": said(word("keeps its room")),
        "party_size": said(word("people")),
        "source": one_of(word("came by"), dict(Source.choices)),
        "came_from": how_many(word("what is known of where they came from")),
        "quote": how_many(word("lines of the price")),
        "total_minor": money(word("price")),
        "currency": said(word("currency")),
        "price_terms": how_many(word("choices that went into the price")),
        "note": said(word("guest’s note")),
        "answers": own_answers(word("answers")),
        "staff_note": said(word("staff note")),
        "reason": said(word("reason")),
        "held_until": moment(word("held until")),
        "cancelled_at": moment(word("cancelled")),
        "cancellation_reason": said(word("why it was cancelled")),
        "fee_minor": money(word("fee")),
        "checked_in_at": moment(word("checked in")),
        "checked_out_at": moment(word("left")),
        "answer_by": moment(word("answer until")),
        "group_reference": said(word("booked together as")),
        "continues_id": row_of("bookings_occupancy", word("goes on from")),
        "series_id": row_of("bookings_series", word("one of")),
        "series_on": day(word("night of its series")),
        "own_buffer_before": minutes(word("its own time before")),
        "own_buffer_after": minutes(word("its own time after")),
        "late_minutes": minutes(word("late by")),
        "late_note": said(word("why they are late")),
        "override_reason": said(word("rules set aside")),
        "clashes_with": how_many(word("bookings it clashes with")),
    },
    hidden={
        "hold_from": "follows from the start and the room's turnover",
        "hold_until": "follows from the end and the room's turnover",
        "idempotency_key": "the form's own key, a secret of whoever sent it",
        **LEGACY,
    },
)

describes(
    "bookings_series",
    {
        "is_block": said(word("is a block")),
        "room_id": row_of("bookings_room", word("room")),
        "customer_id": row_of("bookings_customer", word("customer")),
        "guest_name": said(word("name")),
        "rule": said(word("repeats")),
        "first_on": day(word("first night")),
        "start": said(word("start")),
        "minutes": minutes(word("length")),
        "left_out": said(word("nights left out")),
        "planned_until": day(word("written until")),
        "missed": how_many(word("nights that could not be booked")),
        "party_size": said(word("people")),
        "source": one_of(word("came by"), dict(Source.choices)),
        "note": said(word("guest’s note")),
        "staff_note": said(word("staff note")),
        "reason": said(word("reason")),
        "follows_id": row_of("bookings_series", word("goes on from")),
        "ended_at": moment(word("ended")),
    },
    hidden={"idempotency_key": "the form's own key, a secret of whoever sent it"},
)

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
    "bookings_customer",
    {
        "name": said(word("name")),
        "email": said(word("e-mail")),
        "phone": said(word("phone")),
        "locale": said(word("language")),
        "notes": said(word("notes")),
        "tags": said(word("tags")),
        "price_class": said(word("class")),
        "contact_by": one_of(word("likes to be reached by"), dict(ContactBy.choices)),
        "favourite_room_id": row_of("bookings_room", word("favourite room")),
        "wishes": said(word("likes and needs")),
        "merged_into_id": row_of("bookings_customer", word("part of")),
        "erased_at": moment(word("erased")),
    },
    hidden={"search_words": "follows from name, e-mail and phone", **LEGACY},
)

describes(
    "bookings_ban",
    {
        "customer_id": row_of("bookings_customer", word("customer")),
        "email": said(word("e-mail")),
        "phone": said(word("phone")),
        "reason": said(word("reason")),
        "lifted_at": moment(word("lifted")),
    },
)

describes(
    "bookings_customerlink",
    {
        "customer_id": row_of("bookings_customer", word("customer")),
        "expires_at": moment(word("good until")),
        "revoked_at": moment(word("ended")),
    },
    hidden={"token_hash": "what opens the link is nobody's to read"},
)

describes(
    "bookings_doorcode",
    {
        "booking_id": row_of("bookings_occupancy", word("of")),
        "room_id": row_of("bookings_room", word("room")),
        "ended_at": moment(word("ended")),
    },
    hidden={
        "venue_id": "the room's",
        "code": "a secret: who knows it opens the door",
        "starts_at": "the booking's",
        "issued_at": "the event's own time",
        "good_from": "follows from the booking's start",
        "good_until": "follows from the booking's end",
    },
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
    "bookings_customerimport",
    {
        "file_name": said(word("file")),
        "encoding": said(word("encoding")),
        "delimiter": said(word("cells are parted by")),
        "mapping": how_many(word("columns")),
        "when_known": one_of(word("when somebody is here already"), dict(WhenKnown.choices)),
        "country": said(word("country")),
        "state": one_of(word("state"), dict(ImportState.choices)),
        "lines_total": said(word("rows")),
        "finished_at": moment(word("finished")),
    },
    hidden={"lines_done": "goes up while it works"},
)

describes(
    "bookings_guestmessage",
    {
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "words": said(word("words")),
        "answered_at": moment(word("answered")),
    },
)

describes(
    "bookings_rating",
    {
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "stars": said(word("stars")),
        "words": said(word("words")),
    },
)

describes(
    "bookings_notthesame",
    {
        "first_id": row_of("bookings_customer", word("customer")),
        "second_id": row_of("bookings_customer", word("customer")),
    },
)

describes(
    "bookings_consent",
    {
        "customer_id": row_of("bookings_customer", word("customer")),
        "purpose": one_of(word("to"), dict(Purpose.choices)),
        "is_given": said(word("said yes")),
        "words": said(word("words")),
        "source": one_of(word("where"), dict(ConsentSource.choices)),
        "at": moment(word("when")),
    },
    hidden={"version": "of the words, which stand beside it"},
)

describes(
    "bookings_consenttext",
    {"purpose": one_of(word("to"), dict(Purpose.choices)), "words": said(word("words"))},
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
        "order": said(word("place in the list")),
        "archived_at": moment(word("archived")),
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
    "bookings_managelink",
    {
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "expires_at": moment(word("good until")),
        "revoked_at": moment(word("ended")),
    },
    hidden={"token_hash": "what opens the link is nobody's to read"},
)


@names("bookings_room")
def name_rooms(ids: set[int]) -> Mapping[int, str]:
    return dict(Room.objects.filter(pk__in=ids).values_list("id", "name"))


@names("bookings_venue")
def name_venues(ids: set[int]) -> Mapping[int, str]:
    return dict(Venue.objects.filter(pk__in=ids).values_list("id", "name"))


@names("bookings_customer")
def name_customers(ids: set[int]) -> Mapping[int, str]:
    return dict(Customer.objects.filter(pk__in=ids).values_list("id", "name"))


@names("bookings_occupancy")
def name_bookings(ids: set[int]) -> Mapping[int, str]:
    found = Occupancy.objects.filter(pk__in=ids).select_related("customer")
    return {row.pk: row.title for row in found}


@names("bookings_series")
def name_series(ids: set[int]) -> Mapping[int, str]:
    found = Series.objects.filter(pk__in=ids).select_related("customer")
    return {series.pk: gettext("the series of %(whom)s") % {"whom": series.title} for series in found}


@names("bookings_specialday")
def name_special_days(ids: set[int]) -> Mapping[int, str]:
    return {each.pk: str(each) for each in SpecialDay.objects.filter(pk__in=ids)}
