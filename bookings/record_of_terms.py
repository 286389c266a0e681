"""How the record's events about what customers agree to read. Imported by `bookings.record`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.columns import describes, moment, names, one_of, row_of, said
from audit.models import AuditEvent
from audit.wording import Told, plain, tells
from bookings.models import AgreedWhere, Agreement, Booking, TermsVersion

describes(
    "bookings_houseterms",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "room_ids": said(word("rooms")),
        "archived_at": moment(word("archived")),
    },
)

describes(
    "bookings_termsversion",
    {
        "terms_id": row_of("bookings_houseterms", word("terms")),
        "number": said(word("version")),
        "title": said(word("name")),
        "words": said(word("text")),
    },
    hidden={"published_at": "the event's own time"},
)

describes(
    "bookings_agreement",
    {
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "version_id": row_of("bookings_termsversion", word("text")),
        "address": said(word("from the address")),
        "source": one_of(word("where"), dict(AgreedWhere.choices)),
    },
    hidden={"at": "the event's own time"},
)


@names("bookings_termsversion")
def name_versions(ids: set[int]) -> Mapping[int, str]:
    return {version.pk: str(version) for version in TermsVersion.objects.filter(pk__in=ids)}


@names("bookings_houseterms")
def name_terms(ids: set[int]) -> Mapping[int, str]:
    newest = TermsVersion.objects.filter(terms__in=ids).order_by("terms_id", "-number").distinct("terms_id")
    return dict(newest.values_list("terms_id", "title"))


@tells({"bookings_houseterms": word("Terms and waivers"), "bookings_termsversion": word("Texts of terms")})
def tell_terms(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Terms and their texts, by name."""
    keys = {event.pk: int(event.entity_id) for event in events}
    versions = name_versions(set(keys.values()))
    titles = name_terms(set(keys.values()))
    told = {}
    for event in events:
        is_text = event.table == "bookings_termsversion"
        noun = gettext("a text of terms") if is_text else gettext("the terms")
        name = (versions if is_text else titles).get(keys[event.pk], "")
        told[event.pk] = plain(event, noun, name=name, path=reverse("dashboard:terms"))
    return told


@tells({"bookings_agreement": word("Terms agreed to")})
def tell_agreements(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """A yes, with whose booking it is of and which text it is to."""
    keys = [int(event.entity_id) for event in events]
    rows = Agreement.objects.select_related("version").in_bulk(keys)
    bookings = Booking.objects.select_related("customer").in_bulk([row.booking_id for row in rows.values()])
    told = {}
    for event in events:
        row = rows.get(int(event.entity_id))
        booking = bookings.get(row.booking_id) if row else None
        if row is None or booking is None:
            told[event.pk] = plain(event, gettext("a yes to terms"))
            continue
        values = {"name": booking.title, "text": str(row.version)}
        told[event.pk] = Told(
            gettext("noted that %(name)s agreed to %(text)s") % values,
            thing=booking.title,
            path=reverse("dashboard:booking", args=[booking.pk]),
        )
    return told
