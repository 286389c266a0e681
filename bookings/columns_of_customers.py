"""What people call the columns of customers and of what they say and agree to (bookings/columns.py)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as word

from audit.columns import (
    describes,
    how_many,
    moment,
    names,
    one_of,
    row_of,
    said,
)
from bookings.columns import LEGACY
from bookings.models import (
    Answer,
    ConsentSource,
    ContactBy,
    Customer,
    Purpose,
)
from bookings.models.imports import ImportKind, ImportState, WhenKnown

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
    "bookings_customerimport",
    {
        "kind": one_of(word("what is in it"), dict(ImportKind.choices)),
        "venue_id": row_of("bookings_venue", word("venue")),
        "titles": how_many(word("headings")),
        "reading": how_many(word("how it is written")),
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
    "bookings_invitee",
    {
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "is_shared": said(word("link for all")),
        "answer": one_of(word("answer"), {answer.value: str(answer.label) for answer in Answer}),
        "people": said(word("people")),
        "mailed_at": moment(word("invited by mail")),
        "answered_at": moment(word("answered")),
        "revoked_at": moment(word("ended")),
    },
    hidden={
        "name": "who was asked along stands on the guest list alone",
        "email": "who was asked along stands on the guest list alone",
        "token_hash": "what opens the link is nobody's to read",
        "link_nonce": "what the link is made of is nobody's to read",
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


@names("bookings_customer")
def name_customers(ids: set[int]) -> Mapping[int, str]:
    return dict(Customer.objects.filter(pk__in=ids).values_list("id", "name"))
