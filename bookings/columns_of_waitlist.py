"""What people call the columns of the waiting list, for the record. Imported by `bookings.record`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as word

from audit.columns import Column, Reading, day, describes, minutes, moment, names, one_of, row_of, said
from bookings.domain.waitlist import MINUTES_A_DAY
from bookings.models import OfferState, WaitlistEntry, WaitState


def _of_night(words: str) -> Column:
    """Minutes of the wall clock since 0:00 of a night, as a time of day."""
    return Column(words, _clock)


def _clock(value: object, _: Reading) -> str:
    minute = int(str(value)) % MINUTES_A_DAY
    return f"{minute // 60:02}:{minute % 60:02}"


describes(
    "bookings_waitlistentry",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "name": said(word("name")),
        "email": said(word("e-mail")),
        "phone": said(word("phone")),
        "party_size": said(word("people")),
        "first_day": day(word("first day")),
        "last_day": day(word("last day")),
        "earliest": _of_night(word("starts from")),
        "latest": _of_night(word("starts until")),
        "minutes": minutes(word("length")),
        "room_id": row_of("bookings_room", word("room")),
        "category": said(word("kind of room")),
        "note": said(word("note")),
        "state": one_of(word("state"), dict(WaitState.choices)),
        "by_staff": said(word("written down by staff")),
        "agreed_words": said(word("what they read about their data")),
        "rank": said(word("place in line")),
        "ended_at": moment(word("ended")),
        "joined_at": moment(word("joined")),
    },
    hidden={
        "expires_at": "follows from the last day and the latest start",
        "token_hash": "what opens the link is nobody's to read",
        "link_nonce": "what the link is made of is nobody's to read",
    },
)

describes(
    "bookings_waitlistoffer",
    {
        "entry_id": row_of("bookings_waitlistentry", word("offered to")),
        "booking_id": row_of("bookings_occupancy", word("kept by")),
        "room_id": row_of("bookings_room", word("room")),
        "starts_at": moment(word("start")),
        "ends_at": moment(word("end")),
        "state": one_of(word("state"), dict(OfferState.choices)),
        "until": moment(word("answer until")),
        "by_staff": said(word("chosen by staff")),
        "offered_at": moment(word("offered")),
        "answered_at": moment(word("answered")),
    },
)


@names("bookings_waitlistentry")
def name_entries(ids: set[int]) -> Mapping[int, str]:
    return dict(WaitlistEntry.objects.filter(pk__in=ids).values_list("id", "name"))
