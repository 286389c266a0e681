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
)
from bookings.models import (
    Occupancy,
    Series,
)
from bookings.models.occupancy import Kind, Source
from boom.core.text import STATUS_WORDS


def own_answers(words: str) -> Column:
    """Answers to a venue's own questions, without which question each belongs to: "Karaoke night, yes"."""
    return Column(words, lambda value, _: ", ".join(_answer(each) for each in _values(value)))


def _values(value: object) -> list[object]:
    return list(value.values()) if isinstance(value, dict) else [value]


def _answer(value: object) -> str:
    return gettext("yes") if value is True else str(value)


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
        "is_example": said(word("is an example")),
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
        "host_id": row_of("accounts_user", word("host")),
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
        "answers": own_answers(word("answers")),
        "reason": said(word("reason")),
        "follows_id": row_of("bookings_series", word("goes on from")),
        "ended_at": moment(word("ended")),
    },
    hidden={"idempotency_key": "the form's own key, a secret of whoever sent it"},
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
    "bookings_managelink",
    {
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "expires_at": moment(word("good until")),
        "revoked_at": moment(word("ended")),
    },
    hidden={"token_hash": "what opens the link is nobody's to read"},
)


@names("bookings_occupancy")
def name_bookings(ids: set[int]) -> Mapping[int, str]:
    found = Occupancy.objects.filter(pk__in=ids).select_related("customer")
    return {row.pk: row.title for row in found}


@names("bookings_series")
def name_series(ids: set[int]) -> Mapping[int, str]:
    found = Series.objects.filter(pk__in=ids).select_related("customer")
    return {series.pk: gettext("the series of %(whom)s") % {"whom": series.title} for series in found}
