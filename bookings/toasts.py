"""What a change says once it is done: one sentence, in the past tense, with who and where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext, ngettext

from bookings.domain.interval import Interval
from bookings.models import Occupancy, Room, Series, Venue
from bookings.services.several import Do
from boom.core import text
from boom.core.money import Money


def place(row: Occupancy, *, dated: bool = False) -> str:
    """Where a row is: "Alto, 00:00–02:00", with its day if asked."""
    venue = row.room.venue
    shown = text.span(row.starts_at, row.ends_at, venue.zone, twelve_hours=venue.clock_format == "12")
    if dated:
        shown = f"{text.day(row.starts_at, venue.zone, locale=venue.locale)}, {shown}"
    return f"{row.room.name}, {shown}"


def booked(row: Occupancy) -> str:
    return gettext("Booked %(name)s into %(place)s") % {"name": row.title, "place": place(row, dated=True)}


def blocked(row: Occupancy) -> str:
    return gettext("Blocked %(place)s") % {"place": place(row, dated=True)}


def moved(row: Occupancy, before_room_id: int, before: Interval, was_placed: bool) -> str:
    """A move or a new length; the day is named when it is another one."""
    if not was_placed or before_room_id != row.room_id or before.start != row.starts_at:
        zone = row.room.venue.zone
        dated = before.start.astimezone(zone).date() != row.starts_at.astimezone(zone).date()
        return gettext("Moved %(name)s to %(place)s") % {"name": row.title, "place": place(row, dated=dated)}
    verb = gettext("Extended %(name)s to %(end)s")
    if row.ends_at < before.end:
        verb = gettext("Shortened %(name)s to %(end)s")
    return verb % {"name": row.title, "end": _clock(row.ends_at, row.room.venue)}


def price_question(row: Occupancy, room: str, span: Interval) -> str:
    """What is asked before a move that makes a difference to the price."""
    venue = row.room.venue
    zone, twelve = venue.zone, venue.clock_format == "12"
    shown = text.span(span.start, span.end, zone, twelve_hours=twelve)
    if span.start.astimezone(zone).date() != row.starts_at.astimezone(zone).date():
        shown = f"{text.day(span.start, zone, locale=venue.locale)}, {shown}"
    return gettext("%(name)s to %(room)s, %(time)s: at which price?") % {
        "name": row.title,
        "room": room,
        "time": shown,
    }


def price_way(total: Money, agreed: Money) -> str:
    """A price to choose, and how much more or less than agreed it is."""
    if total == agreed:
        return gettext("Keep %(price)s") % {"price": text.price(total)}
    difference = total - agreed
    sign = "+" if difference.minor > 0 else "−"
    return gettext("Take %(price)s (%(difference)s)") % {
        "price": text.price(total),
        "difference": f"{sign}{text.price(Money(abs(difference.minor), difference.currency))}",
    }


def cancelled(row: Occupancy) -> str:
    return gettext("Cancelled %(name)s, %(place)s") % {"name": row.title, "place": place(row)}


def restored(row: Occupancy) -> str:
    return gettext("Brought back %(name)s, %(place)s") % {"name": row.title, "place": place(row)}


def confirmed(row: Occupancy) -> str:
    return gettext("Confirmed %(name)s, %(place)s") % {"name": row.title, "place": place(row)}


def released(row: Occupancy) -> str:
    return gettext("Opened %(place)s again") % {"place": place(row)}


def edited(row: Occupancy) -> str:
    return gettext("Saved %(name)s") % {"name": row.title}


def undone(row: Occupancy) -> str:
    """The row as it stands after an undo."""
    words = {
        "cancelled": gettext("Undone: %(name)s is cancelled"),
        "released": gettext("Undone: %(place)s is open again"),
    }.get(row.status, gettext("Undone: %(name)s is back in %(place)s"))
    return words % {"name": row.title, "place": place(row)}


def undone_together(rows: Sequence[Occupancy]) -> str:
    """Several rows as they stand after an undo."""
    if len(rows) == 1:
        return undone(rows[0])
    return gettext("Undone: %(count)s bookings are as they were") % {"count": len(rows)}


def hosted(row: Occupancy) -> str:
    if row.host is None:
        return gettext("Nobody is noted as host of %(name)s") % {"name": row.title}
    return gettext("%(host)s is host of %(name)s") % {"host": row.host, "name": row.title}


def checked_in(row: Occupancy) -> str:
    return gettext("Checked in %(name)s, %(room)s") % {"name": row.title, "room": row.room.name}


def checked_out(row: Occupancy) -> str:
    return gettext("Finished %(name)s. %(room)s is free from %(end)s") % {
        "name": row.title,
        "room": row.room.name,
        "end": _clock(row.ends_at, row.room.venue),
    }


def no_show(row: Occupancy) -> str:
    return gettext("Marked %(name)s as a no-show. %(room)s is free") % {
        "name": row.title,
        "room": row.room.name,
    }


def fee_waived(row: Occupancy) -> str:
    return gettext("Waived the fee of %(name)s") % {"name": row.title}


def declined(row: Occupancy) -> str:
    return gettext("Declined %(name)s, %(place)s") % {"name": row.title, "place": place(row)}


def seated(row: Occupancy) -> str:
    return gettext("Seated %(name)s in %(place)s") % {"name": row.title, "place": place(row)}


def extended(row: Occupancy) -> str:
    values = {"name": row.title, "end": _clock(row.ends_at, row.room.venue)}
    return gettext("Extended %(name)s to %(end)s") % values


def moved_on(row: Occupancy) -> str:
    """The second half of a visit, in its new room."""
    return gettext("Moved %(name)s on to %(place)s") % {"name": row.title, "place": place(row)}


def swapped(one: Occupancy, other: Occupancy) -> str:
    return gettext("Swapped %(one)s and %(other)s") % {"one": one.title, "other": other.title}


def turnover(row: Occupancy) -> str:
    return gettext("Changed the time kept free around %(name)s") % {"name": row.title}


def booked_together(rows: Sequence[Occupancy]) -> str:
    values = {"name": rows[0].title, "count": len(rows), "rooms": ", ".join(row.room.name for row in rows)}
    return gettext("Booked %(name)s into %(count)s rooms: %(rooms)s") % values


def made_room(room: Room, rows: Sequence[Occupancy]) -> str:
    """Bookings that changed rooms so that another fits."""
    values = {"room": room.name, "count": len(rows)}
    return (
        ngettext(
            "%(room)s is free: moved %(count)s booking",
            "%(room)s is free: moved %(count)s bookings",
            len(rows),
        )
        % values
    )


def booked_series(rows: Sequence[Occupancy]) -> str:
    """A series' bookings, by name, how many and from when."""
    first = rows[0]
    values = {
        "name": first.title,
        "count": len(rows),
        "day": text.day(first.starts_at, first.room.venue.zone, locale=first.room.venue.locale),
    }
    return (
        ngettext(
            "Booked %(name)s for %(count)s night, on %(day)s",
            "Booked %(name)s for %(count)s nights from %(day)s",
            len(rows),
        )
        % values
    )


def blocked_series(rows: Sequence[Occupancy]) -> str:
    return ngettext("Blocked %(count)s stretch", "Blocked %(count)s stretches", len(rows)) % {
        "count": len(rows)
    }


def moved_series(series: Series, count: int) -> str:
    """How many nights of a series were moved."""
    one, many = (
        "Moved %(count)s night of %(name)s to %(room)s",
        "Moved %(count)s nights of %(name)s to %(room)s",
    )
    values = {"name": series.title, "count": count, "room": series.room.name}
    return ngettext(one, many, count) % values


def ended_series(series: Series, count: int) -> str:
    """A series that stops, and how many nights were called off."""
    words = ngettext(
        "Called off %(count)s night of %(name)s", "Called off %(count)s nights of %(name)s", count
    )
    return words % {"name": series.title, "count": count}


def moved_together(rows: Sequence[Occupancy]) -> str:
    values = {
        "name": rows[0].title,
        "count": len(rows),
        "start": _clock(rows[0].starts_at, rows[0].room.venue),
    }
    if len({row.starts_at for row in rows}) > 1:
        return gettext("Moved all %(count)s bookings of %(name)s") % values
    return gettext("Moved all %(count)s rooms of %(name)s to %(start)s") % values


def cancelled_together(rows: Sequence[Occupancy]) -> str:
    values = {"name": rows[0].title, "count": len(rows)}
    if len({row.starts_at for row in rows}) > 1:
        return gettext("Cancelled all %(count)s bookings of %(name)s") % values
    return gettext("Cancelled all %(count)s rooms of %(name)s") % values


def changed_several(do: Do, rows: Sequence[Occupancy]) -> str:
    """Several bookings after one press."""
    count = len(rows)
    words = {
        Do.MOVE: ngettext("Moved %(count)s booking", "Moved %(count)s bookings", count),
        Do.CANCEL: ngettext("Cancelled %(count)s booking", "Cancelled %(count)s bookings", count),
        Do.NO_SHOW: ngettext("Marked %(count)s no-show", "Marked %(count)s no-shows", count),
        Do.NOTE: ngettext("Noted it on %(count)s booking", "Noted it on %(count)s bookings", count),
        Do.TAG: ngettext("Tagged who %(count)s booking is of", "Tagged who %(count)s bookings are of", count),
    }
    return words[do] % {"count": count}


def changed_meanwhile(who: str, words: str, ago: str) -> str:
    """Who was faster, with what, how long ago."""
    values = {"who": who, "words": words, "ago": ago}
    return gettext("%(who)s %(words)s %(ago)s. This is how it stands now.") % values


def alternative(room: str, span: Interval, venue: Venue) -> str:
    """A button that offers another room or time."""
    shown = text.span(span.start, span.end, venue.zone, twelve_hours=venue.clock_format == "12")
    return f"{room}, {shown}"


def _clock(instant: datetime, venue: Venue) -> str:
    return text.clock(instant, venue.zone, twelve_hours=venue.clock_format == "12")
