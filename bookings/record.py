"""How the record's events about the booking side read. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.models import AuditEvent
from audit.wording import Told, plain, tells
from bookings import (  # noqa: F401 - register words of columns, more tellers
    columns,
    columns_of_customers,
    columns_of_venues,
    columns_of_waitlist,
    record_of_customers,
    record_of_prices,
    record_of_terms,
    record_of_waitlist,
)
from bookings.domain.reference import shown
from bookings.models import (
    DoorCode,
    FormField,
    Kiosk,
    Occupancy,
    PrivateLink,
    Readiness,
    Room,
    RoomCategory,
    RoomFeature,
    RoomPart,
    RoomReadiness,
    Series,
    SpecialDay,
    Venue,
)
from bookings.selectors.history import Telling, can_take_back, room_names, tell
from bookings.selectors.venues import venue_called

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@tells({"bookings_occupancy": word("Bookings and blocks")})
def tell_occupancies(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Bookings and blocks as their own history words them, with whom they are about."""
    rows = {
        str(row.pk): row
        for row in Occupancy.objects.filter(pk__in=[event.entity_id for event in events]).select_related(
            "room__venue", "customer"
        )
    }
    rooms = room_names(events)
    elsewhere = venue_called(None) if len(rows) < len({event.entity_id for event in events}) else None
    told = {}
    for event in events:
        row = rows.get(event.entity_id)
        venue = row.room.venue if row is not None else elsewhere
        assert venue is not None, "a row that is gone is worded by the first venue's clock"
        words = tell(event, Telling(venue, rooms))
        told[event.pk] = replace(
            words,
            thing=_title(row) if row is not None else gettext("a booking that is gone"),
            path=reverse("dashboard:booking", args=[row.pk]) if row is not None else "",
            undo_path=_undo_path(event, row) if row is not None else "",
        )
    return told


def _undo_path(event: AuditEvent, row: Occupancy) -> str:
    if not can_take_back(event, row):
        return ""
    return f"{reverse('dashboard:booking-undo', args=[row.pk])}?version={row.version}"


def _title(row: Occupancy) -> str:
    return f"{row.title}, {shown(row.reference)}" if row.reference else row.title


@tells({"bookings_series": word("Series")})
def tell_series(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What repeats, by whom it is for, leading to its page."""
    found = {
        series.pk: series.title
        for series in Series.objects.filter(pk__in=_ids(events)).select_related("customer")
    }
    return {
        event.pk: plain(
            event,
            gettext("the series of"),
            name=found.get(int(event.entity_id), ""),
            path=reverse("dashboard:series", args=[event.entity_id]),
        )
        for event in events
    }


@tells({"bookings_room": word("Rooms")})
def tell_rooms(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Rooms by name, leading to their page."""
    names = dict(Room.objects.filter(pk__in=_ids(events)).values_list("id", "name"))
    return {
        event.pk: plain(
            event,
            gettext("the room"),
            name=names.get(int(event.entity_id), _name_then(event)),
            path=reverse("dashboard:room", args=[event.entity_id]),
        )
        for event in events
    }


@tells({"bookings_roomreadiness": word("Rooms made ready")})
def tell_readiness(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """How a room was left or made, with the room's name."""
    rooms = dict(RoomReadiness.objects.filter(pk__in=_ids(events)).values_list("id", "room__name"))
    words = {
        Readiness.DIRTY: gettext("left %(room)s to be cleaned"),
        Readiness.CLEANING: gettext("began to clean %(room)s"),
        Readiness.READY: gettext("made %(room)s ready"),
    }
    told = {}
    for event in events:
        room = rooms.get(int(event.entity_id), gettext("a room that is gone"))
        state = (event.new or event.old or {}).get("state")
        said = words[Readiness(state)] if state else gettext("changed %(room)s")
        told[event.pk] = Told(said % {"room": room}, thing=room)
    return told


@tells({"bookings_venue": word("Venue and rules")})
def tell_venues(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Venues and their rules by name, leading to the rules."""
    names = dict(Venue.objects.filter(pk__in=_ids(events)).values_list("id", "name"))
    return {
        event.pk: plain(
            event,
            gettext("the venue"),
            name=names.get(int(event.entity_id), _name_then(event)),
            path=reverse("dashboard:rules"),
        )
        for event in events
    }


@tells({"bookings_openinghours": word("Opening hours")})
def tell_hours(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Weekly hours with their weekday and times."""
    return {
        event.pk: plain(
            event, gettext("opening hours"), name=_weekday(event), path=reverse("dashboard:hours")
        )
        for event in events
    }


@tells({"bookings_specialday": word("Special days"), "bookings_specialhours": word("Special days")})
def tell_special_days(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Special days by their first date."""
    days = SpecialDay.objects.in_bulk(_ids(event for event in events if event.table == "bookings_specialday"))
    return {
        event.pk: plain(
            event,
            gettext("a special day"),
            name=_date(days.get(int(event.entity_id))) if event.table == "bookings_specialday" else "",
            path=reverse("dashboard:hours"),
        )
        for event in events
    }


@tells({"bookings_formfield": word("Form fields")})
def tell_fields(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Fields of forms by their words."""
    names = dict(FormField.objects.filter(pk__in=_ids(events)).values_list("id", "label"))
    return {
        event.pk: plain(
            event,
            gettext("a form field"),
            name=names.get(int(event.entity_id), str((event.old or event.new or {}).get("label", ""))),
            path=reverse("dashboard:fields"),
        )
        for event in events
    }


@tells({"bookings_roompart": word("Rooms made of others")})
def tell_parts(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Which rooms a whole is made of, by the part's name."""
    names = dict(RoomPart.objects.filter(pk__in=_ids(events)).values_list("id", "part__name"))
    return {
        event.pk: plain(event, gettext("a part of a room"), name=names.get(int(event.entity_id), ""))
        for event in events
    }


@tells({"bookings_roomfeature": word("What rooms have")})
def tell_features(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What rooms may have, by its name."""
    names = dict(RoomFeature.objects.filter(pk__in=_ids(events)).values_list("id", "name"))
    return {event.pk: _of_list(event, gettext("what rooms may have:"), names) for event in events}


@tells({"bookings_roomcategory": word("Kinds of rooms")})
def tell_categories(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Kinds of rooms by their name."""
    names = dict(RoomCategory.objects.filter(pk__in=_ids(events)).values_list("id", "name"))
    return {event.pk: _of_list(event, gettext("a kind of room"), names) for event in events}


def _of_list(event: AuditEvent, thing: str, names: dict[int, str]) -> Told:
    name = names.get(int(event.entity_id), _name_then(event))
    return plain(event, thing, name=name, path=reverse("dashboard:room-lists"))


@tells({"bookings_roomphoto": word("Photos"), "bookings_photo": word("Photos")})
def tell_photos(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Pictures of rooms, by what they show."""
    return {
        event.pk: plain(
            event,
            gettext("a photo"),
            name=str((event.new or event.old or {}).get("words", "")),
            path=reverse("dashboard:rooms"),
        )
        for event in events
    }


@tells({"bookings_privatelink": word("Links to private rooms")})
def tell_private_links(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Links to private rooms, by whom they are for."""
    names = dict(PrivateLink.objects.filter(pk__in=_ids(events)).values_list("id", "name"))
    return {
        event.pk: plain(
            event,
            gettext("a link to private rooms"),
            name=names.get(int(event.entity_id), ""),
            path=reverse("dashboard:private-links"),
        )
        for event in events
    }


@tells({"bookings_display": word("Screens")})
def tell_displays(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Screens at doors; what opens them is on no record."""
    return {
        event.pk: plain(event, gettext("a screen"), path=reverse("dashboard:displays")) for event in events
    }


@tells({"bookings_kiosk": word("Kiosks")})
def tell_kiosks(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Tablets at the door, by name."""
    names = dict(Kiosk.objects.filter(pk__in=_ids(events)).values_list("id", "name"))
    return {
        event.pk: plain(
            event,
            gettext("a kiosk"),
            name=names.get(int(event.entity_id), ""),
            path=reverse("dashboard:displays"),
        )
        for event in events
    }


@tells({"bookings_doorcode": word("Codes for doors")})
def tell_door_codes(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Codes that were issued and ended, leading to their bookings; which they are is on no record."""
    bookings = dict(DoorCode.objects.filter(pk__in=_ids(events)).values_list("id", "booking_id"))
    return {
        event.pk: plain(
            event,
            gettext("a code for the door"),
            path=reverse("dashboard:booking", args=[bookings[int(event.entity_id)]])
            if int(event.entity_id) in bookings
            else "",
        )
        for event in events
    }


@tells({"bookings_managelink": word("Guests’ links")})
def tell_links(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Links that guests were sent; what opens them is on no record."""
    return {event.pk: plain(event, gettext("a guest’s link")) for event in events}


def _ids(events: Iterable[AuditEvent]) -> set[int]:
    return {int(event.entity_id) for event in events}


def _name_then(event: AuditEvent) -> str:
    """The name the row had, where the event holds it: the row itself is gone."""
    return str((event.old or {}).get("name") or (event.new or {}).get("name") or "")


def _weekday(event: AuditEvent) -> str:
    row = event.new or event.old or {}
    if not {"weekday", "opens", "closes"} <= row.keys():
        return ""
    return f"{WEEKDAYS[row['weekday']]} {row['opens'][:5]}–{row['closes'][:5]}"


def _date(day: SpecialDay | None) -> str:
    return date_format(day.starts_on, "j M Y") if day is not None else ""
