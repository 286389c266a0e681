"""Planning what becomes of a room by itself, and writing down what has come about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from bookings.domain.room_plan import LONGEST_REASON, MOST_STEPS, Step, settled
from bookings.models import Room, RoomState
from bookings.selectors.schedules import venue_hours
from bookings.services.setup import setup_changed
from boom.core.db import held_to_plan, service
from boom.core.errors import Invalid, NotFound


@service
def plan_room(*, room_id: int, step: Step, today: date) -> Room:
    """Plan a step of a room; bookings to come stay, whatever it means for them.

    A lasting step takes the place of another lasting one of the same night. `today` is the venue's business
    day. Raises NotFound, Invalid for a step in the past or more steps than a room has a use for.
    """
    room = _locked(room_id)
    if (step.ends_on or step.starts_on) < today or (step.lasts and step.starts_on < today):
        raise Invalid(fields={"starts_on": "That night is over."})
    if len(step.reason) > LONGEST_REASON:
        raise Invalid(fields={"reason": "Shorten this."})
    others = [each for each in room.steps if not _is_replaced(each, by=step)]
    if len(others) >= MOST_STEPS:
        raise Invalid("That is more than a room has a use for. Take a step out first.")
    _put(room, [*others, step], today)
    return room


@service
def unplan_room(*, room_id: int, step: Step, today: date) -> Room:
    """Take a step out of a room's plan: maintenance that is done early, too. Raises NotFound."""
    room = _locked(room_id)
    if step not in room.steps:
        raise NotFound("That is planned no more.")
    _put(room, [each for each in room.steps if each != step], today)
    return room


@service
def archive_rooms(*, room_ids: Collection[int]) -> int:
    """Archive rooms for good, with all that was planned of them; their bookings and history stay.

    One act on the record. Returns how many changed.
    """
    rooms = Room.objects.select_for_update(of=("self",)).filter(pk__in=room_ids).order_by("id")
    changed = [room for room in rooms if room.state != RoomState.ARCHIVED or room.planned]
    for room in changed:
        room.state, room.planned = RoomState.ARCHIVED, []
        room.save(update_fields=["state", "planned"])
    for venue_id in {room.venue_id for room in changed}:
        setup_changed(venue_id)
    return len(changed)


@service
def settle_rooms(*, now: datetime) -> int:
    """Write down what has come about by plan: rooms that are open, hidden or archived by now, steps that are
    over. Returns how many rooms changed. What customers can book has followed the plan all along.
    """
    changed = 0
    for room in Room.objects.select_for_update(of=("self",)).exclude(planned=[]).select_related("venue"):
        today = venue_hours(room.venue).business_day(now)
        before = (room.state, room.planned)
        _put(room, room.steps, today, is_told=False)
        if before != (room.state, room.planned):
            setup_changed(room.venue_id)
            changed += 1
    return changed


def _put(room: Room, steps: Sequence[Step], today: date, *, is_told: bool = True) -> None:
    before = (room.state, room.planned)
    room.state, left = settled(room.state, steps, today)
    room.planned = [step.as_json() for step in left]
    if before != (room.state, room.planned):
        with held_to_plan():
            room.save(update_fields=["state", "planned"])
        if is_told:
            setup_changed(room.venue_id)


def _is_replaced(step: Step, *, by: Step) -> bool:
    return step.lasts and by.lasts and step.starts_on == by.starts_on


def _locked(room_id: int) -> Room:
    room = Room.objects.select_for_update(of=("self",)).select_related("venue").filter(pk=room_id).first()
    if room is None:
        raise NotFound("There is no such room.")
    return room
