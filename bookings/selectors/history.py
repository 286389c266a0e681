"""What happened to a booking, in words: who moved it, from which room and time to which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from audit import wording
from audit.models import Action, AuditEvent
from audit.wording import Told
from bookings.domain.lifecycle import Status, can_become
from bookings.models import Occupancy, Room
from bookings.models.occupancy import Kind
from bookings.models.venues import Venue
from bookings.selectors.changes import TABLE
from boom.core import text
from boom.core.money import Money

# A drawer shows this many lines; the record keeps them all.
MOST_LINES = 50

# How staff took a booking, by where it came from.
TAKEN = {
    "phone": "took the booking by phone",
    "email": "took the booking by e-mail",
    "walk_in": "seated a walk-in",
}
# What follows the actor's name when the status alone changes.
STEPS = {
    Status.CONFIRMED: "confirmed it",
    Status.CHECKED_IN: "checked them in",
    Status.COMPLETED: "closed it as finished",
    Status.NO_SHOW: "marked it as a no-show",
    Status.CANCELLED: "cancelled it",
    Status.EXPIRED: "let the hold go",
    Status.RELEASED: "opened the room again",
    Status.PENDING: "put it back to be confirmed",
    Status.BLOCKED: "blocked the room again",
}


def history_of(occupancy: Occupancy) -> list[wording.Entry]:
    """A booking's or block's recorded changes in words, newest first; its room and venue are loaded."""
    newest = AuditEvent.objects.filter(table=TABLE, entity_id=str(occupancy.pk)).order_by("-id")
    events = list(newest[:MOST_LINES])
    entries = told(events, occupancy.room.venue)
    return [
        replace(entry, undoable=can_take_back(event, occupancy))
        for event, entry in zip(events, entries, strict=True)
    ]


def can_take_back(event: AuditEvent, occupancy: Occupancy) -> bool:
    """Whether an event is somebody's newest change of the row, and one that an undo takes back.

    What guests did themselves is answered by a change of one's own, not by an undo.
    """
    old, new = event.old or {}, event.new or {}
    is_newest = event.action == Action.UPDATE and new.get("version") == occupancy.version
    is_by_staff = event.actor_kind in {"person", "super_admin"}
    keeps_or_returns = "status" not in old or can_become(occupancy.status, old["status"])
    return is_newest and is_by_staff and keeps_or_returns


def told(events: Sequence[AuditEvent], venue: Venue) -> list[wording.Entry]:
    """These events of one venue's bookings in words. One query for the rooms they name."""
    rooms = room_names(events)
    words = {event.pk: tell(event, Telling(venue, rooms)) for event in events}
    in_words = wording.changes(event for event in events if words[event.pk].change is None)
    return [wording.line(event, words[event.pk], in_words.get(event.pk, "")) for event in events]


def room_names(events: Iterable[AuditEvent]) -> dict[int, str]:
    """The names of all rooms that events of bookings mention."""
    ids = {
        values["room_id"]
        for event in events
        for values in (event.old, event.new)
        if values and "room_id" in values
    }
    return dict(Room.objects.filter(pk__in=ids).values_list("id", "name")) if ids else {}


@dataclass(frozen=True, slots=True)
class Telling:
    """What it takes to word an event: the venue's clock, the names of rooms."""

    venue: Venue
    rooms: Mapping[int, str]

    def room(self, room_id: int) -> str:
        return self.rooms.get(room_id, gettext("a room that is gone"))

    def clock(self, instant: datetime) -> str:
        return text.clock(instant, self.venue.zone, twelve_hours=self.venue.clock_format == "12")

    def moment(self, instant: datetime, *, dated: bool) -> str:
        """The time of day, with the day where the change crosses days."""
        if not dated:
            return self.clock(instant)
        return f"{text.day(instant, self.venue.zone, locale=self.venue.locale)} {self.clock(instant)}"

    def span(self, start: datetime, end: datetime) -> str:
        shown = text.span(start, end, self.venue.zone, twelve_hours=self.venue.clock_format == "12")
        return f"{text.day(start, self.venue.zone, locale=self.venue.locale)}, {shown}"


def tell(event: AuditEvent, telling: Telling) -> Told:
    """One event of a booking or block in words."""
    if event.action == Action.DELETE:
        old = event.old or {}
        if old.get("is_example"):
            return Told(gettext("took the example away"), change=old["guest_name"] or old["reason"])
        return Told(gettext("removed it from the database"))
    new = event.new or {}
    if event.action == Action.INSERT:
        return _begun(event, new, telling)
    return _changed(event, event.old or {}, new, telling)


def _begun(event: AuditEvent, new: dict[str, Any], telling: Telling) -> Told:
    where = f"{telling.room(new['room_id'])}, {telling.span(_at(new['starts_at']), _at(new['ends_at']))}"
    if new.get("is_example"):
        return Told(gettext("put it here as an example"), change=where)
    if new["kind"] == Kind.BLOCK:
        reason = f": {new['reason']}" if new["reason"] else ""
        return Told(gettext("blocked the room%(reason)s") % {"reason": reason}, change=where)
    if event.source == "import":
        return Told(gettext("brought it over"), change=where)
    if event.actor_kind == "database":
        return Told(gettext("added it"), change=where)
    if new["status"] == Status.HELD:
        return Told(gettext("chose it online"), change=where)
    if event.actor_kind == "customer":
        return Told("", actor=gettext("Booked online"), change=where)
    if new.get("continues_id"):
        return Told(gettext("moved them on to another room"), change=where)
    return Told(gettext(TAKEN.get(new["source"], "made the booking")), change=where)


def _changed(event: AuditEvent, old: dict[str, Any], new: dict[str, Any], telling: Telling) -> Told:
    parts = []
    if "status" in new:
        step = _step(event, old, new)
        if step.actor:
            return step
        parts.append(step.words)
    parts += [*_moved(old, new, telling), *_edited(old, new)]
    change = []
    if waived := _is_waived(old, new):
        fee = text.price(Money(old["fee_minor"], telling.venue.currency))
        parts.append(gettext("waived the fee of %(fee)s") % {"fee": fee})
    if "total_minor" in new:
        change.append(_repriced(old, new, telling))
    if new.get("fee_minor"):
        fee = text.price(Money(new["fee_minor"], telling.venue.currency))
        change.append(gettext("fee %(fee)s") % {"fee": fee})
    if waived and new.get("override_reason"):
        change.append(new["override_reason"])
    elif new.get("override_reason"):
        change.append(gettext("rules set aside: %(reason)s") % {"reason": new["override_reason"]})
    words = _listed(parts) or gettext("changed it")
    # What has no sentence of its own is said column by column.
    return Told(words, change="; ".join(change) if parts else None)


def _is_waived(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether a fee that was asked is asked no more, of a visit that is over all the same."""
    return bool(old.get("fee_minor")) and new.get("fee_minor") == 0 and "status" not in new


def _step(event: AuditEvent, old: dict[str, Any], new: dict[str, Any]) -> Told:
    status, before = Status(new["status"]), Status(old["status"])
    by_customer = event.actor_kind == "customer"
    if status is Status.CONFIRMED and before in {Status.HELD, Status.EXPIRED} and by_customer:
        return Told("", actor=gettext("Booked online"))
    if status is Status.CANCELLED and by_customer:
        return Told(gettext("by the customer"), actor=gettext("Cancelled"))
    if status is Status.PENDING and by_customer:
        return Told(gettext("asked for it online"))
    if status is Status.EXPIRED and before is Status.PENDING:
        return Told(gettext("was not answered in time"), actor=gettext("The request"))
    if status is Status.NO_SHOW and event.actor_kind == "system":
        return Told(gettext("gave it up: nobody came"))
    if status is Status.EXPIRED:
        return Told(gettext("without being confirmed"), actor=gettext("The hold ended"))
    if before is Status.CANCELLED:
        return Told(gettext("brought it back"))
    reason = new.get("cancellation_reason", "")
    because = f": {reason}" if reason and status is Status.CANCELLED else ""
    is_declined = before is Status.PENDING and status is Status.CANCELLED
    step = gettext("declined it") if is_declined else gettext(STEPS[status])
    return Told(f"{step}{because}")


def _moved(old: dict[str, Any], new: dict[str, Any], telling: Telling) -> list[str]:
    """Say "moved it from Harmony, 22:15 to Echo, 23:00" or "extended it from 00:45 to 01:15"."""
    keeps_room, keeps_start, keeps_end = (name not in new for name in ("room_id", "starts_at", "ends_at"))
    if keeps_room and keeps_start and keeps_end:
        return [gettext("gave it its room")] if new.get("placed") else []
    if keeps_room and keeps_start:
        was, is_now = _at(old["ends_at"]), _at(new["ends_at"])
        verb = gettext("extended it") if is_now > was else gettext("shortened it")
        return [f"{verb} {_from_to(telling, was, is_now)}"]
    if keeps_room and keeps_end:
        start = _from_to(telling, _at(old["starts_at"]), _at(new["starts_at"]))
        return [gettext("changed its start %(from_to)s") % {"from_to": start}]
    before, after = [], []
    if not keeps_room:
        before.append(telling.room(old["room_id"]))
        after.append(telling.room(new["room_id"]))
    if not keeps_start:
        was, is_now = _at(old["starts_at"]), _at(new["starts_at"])
        dated = _crosses_days(telling, was, is_now)
        before.append(telling.moment(was, dated=dated))
        after.append(telling.moment(is_now, dated=dated))
    sentence = gettext("moved it from %(before)s to %(after)s") % {
        "before": ", ".join(before),
        "after": ", ".join(after),
    }
    return [sentence, *_new_length(old, new)]


def _new_length(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    if "ends_at" not in new or "starts_at" not in new:
        return [gettext("changed its length")] if "ends_at" in new or "starts_at" in new else []
    was, is_now = (_at(values["ends_at"]) - _at(values["starts_at"]) for values in (old, new))
    if was == is_now:
        return []
    lengths = {"was": text.duration(was), "now": text.duration(is_now)}
    return [gettext("made it %(now)s long instead of %(was)s") % lengths]


def _edited(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    parts = []
    if "guest_name" in new and old.get("guest_name"):
        names = {"was": old["guest_name"], "now": new["guest_name"] or "–"}
        parts.append(gettext("changed the name from %(was)s to %(now)s") % names)
    elif "customer_id" in new and "status" not in new:
        parts.append(gettext("changed who it is for"))
    if "party_size" in new:
        counts = {"was": old["party_size"] or "–", "now": new["party_size"] or "–"}
        parts.append(gettext("changed people from %(was)s to %(now)s") % counts)
    if "note" in new and "status" not in new:
        parts.append(gettext("changed the guest’s note"))
    if "staff_note" in new:
        parts.append(gettext("changed the staff note"))
    if new.get("late_minutes"):
        parts.append(gettext("said they will be %(count)s min late") % {"count": new["late_minutes"]})
    if new.keys() & {"own_buffer_before", "own_buffer_after"}:
        parts.append(gettext("changed the time kept free around it"))
    if "group_reference" in new and "status" not in new:
        parts.append(gettext("added a room to it"))
    if "reason" in new:
        parts.append(gettext("changed the reason to “%(reason)s”") % {"reason": new["reason"]})
    return parts


def _repriced(old: dict[str, Any], new: dict[str, Any], telling: Telling) -> str:
    was, is_now = (
        text.price(Money(values["total_minor"], telling.venue.currency))
        if values["total_minor"] is not None
        else "–"
        for values in (old, new)
    )
    return gettext("price %(was)s → %(now)s") % {"was": was, "now": is_now}


def _from_to(telling: Telling, was: datetime, is_now: datetime) -> str:
    dated = _crosses_days(telling, was, is_now)
    return gettext("from %(was)s to %(now)s") % {
        "was": telling.moment(was, dated=dated),
        "now": telling.moment(is_now, dated=dated),
    }


def _crosses_days(telling: Telling, one: datetime, other: datetime) -> bool:
    zone = telling.venue.zone
    return one.astimezone(zone).date() != other.astimezone(zone).date()


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


def _at(value: str) -> datetime:
    instant = parse_datetime(value)
    assert instant is not None, "the record writes ISO 8601"
    return instant
