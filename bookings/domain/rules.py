"""Everything a venue's policy has to say about a request: all reasons at once, in reading order."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from bookings.domain.blockers import Blocker
from bookings.domain.grid import grid_around, is_on_grid
from bookings.domain.interval import Interval
from bookings.domain.opening import Night
from bookings.domain.policy import ZERO, Policy
from bookings.domain.room_plan import ACTIVE, MAINTENANCE, Standing
from bookings.domain.wording import between, clock, counted, day_in_words, in_words
from boom.core.time import elapsed

MINUTE = timedelta(minutes=1)
OPEN = Standing(ACTIVE)
HIDDEN_ROOM = Blocker("room-hidden", "This room can only be booked by the venue.", hard=False)
# By the state of a room. Staff may book a hidden one; what is not open yet or any more, nobody.
_NOT_BOOKABLE = MappingProxyType(
    {
        "draft": Blocker("room-draft", "This room is not open for booking yet.", hard=True),
        "hidden": HIDDEN_ROOM,
        "maintenance": Blocker("room-maintenance", "This room is under maintenance.", hard=True),
        "archived": Blocker("room-archived", "This room can no longer be booked.", hard=True),
    }
)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants to book; no party size where none was said."""

    span: Interval
    party_size: int | None = None


def check(
    request: Request,
    policy: Policy,
    night: Night,
    *,
    now: datetime,
    today: date,
    standing: Standing = OPEN,
    twelve_hour: bool = False,
) -> list[Blocker]:
    """Give every reason of policy why `request` may not be booked; whether the room is free is `turnover`'s.

    `night` is the room's night of the business day the request starts on, `today` the venue's business day of
    `now`, `standing` what the room is then by its plan. Sentences show times as the venue does.

    Notice is elapsed time, whatever the clocks do; the horizon counts whole business days; nothing starts in
    the past, but the minute that runs now is not past. All reasons are soft but for the state of a room.
    """
    if request.span.start not in night.span:
        raise ValueError("The night has to be the one of the business day on which the request starts.")
    return [
        *room_blockers(standing),
        *_notice(request.span.start, policy, now),
        *_horizon(night.date, policy, today),
        *_hours(request.span, night, twelve_hour=twelve_hour),
        *_grid(request.span.start, policy, night, twelve_hour=twelve_hour),
        *_duration(request.span.duration, policy),
        *_party(request.party_size, policy),
    ]


def earliest_start(policy: Policy, now: datetime) -> datetime:
    """Give the first instant at which a booking may start: the notice from now, or the minute that runs."""
    return now + policy.lead_time if policy.lead_time else now.replace(second=0, microsecond=0)


def is_within_horizon(day: date, policy: Policy, today: date) -> bool:
    """Whether a business day may be booked today."""
    return (day - today).days <= policy.horizon_days


def is_length_allowed(duration: timedelta, policy: Policy) -> bool:
    """Whether something may last that long: the least plus whole steps, at most the most."""
    return not _duration(duration, policy)


def is_party_welcome(party_size: int | None, policy: Policy) -> bool:
    """Whether a party of that size fits; one of unknown size does."""
    return not _party(party_size, policy)


def room_blockers(standing: Standing) -> list[Blocker]:
    """Give why a room that is this is not for everybody to book. Raises KeyError for an unknown state."""
    if standing.state == ACTIVE:
        return []
    blocker = _NOT_BOOKABLE[standing.state]
    if standing.state != MAINTENANCE or standing.until is None:
        return [blocker]
    because = f": {standing.reason}" if standing.reason else ""
    sentence = f"This room is under maintenance until {day_in_words(standing.until)}{because}."
    return [Blocker(blocker.code, sentence, hard=blocker.hard)]


def is_out_of_use(standing: Standing) -> bool:
    """Whether nobody can use a room that is this, staff neither."""
    return any(blocker.hard for blocker in room_blockers(standing))


def _notice(start: datetime, policy: Policy, now: datetime) -> list[Blocker]:
    if start < now.replace(second=0, microsecond=0):
        return [Blocker("in-the-past", "This start has passed.", hard=False)]
    if policy.lead_time and elapsed(now, start) < policy.lead_time:
        notice = f"Bookings need at least {in_words(policy.lead_time)} of notice."
        return [Blocker("too-little-notice", notice, hard=False)]
    return []


def _horizon(day: date, policy: Policy, today: date) -> list[Blocker]:
    if is_within_horizon(day, policy, today):
        return []
    last = today + timedelta(days=policy.horizon_days)
    ahead = counted(policy.horizon_days, "day")
    sentence = f"Bookings are taken {ahead} ahead, up to {day_in_words(last)}."
    return [Blocker("too-far-ahead", sentence, hard=False)]


def _hours(span: Interval, night: Night, *, twelve_hour: bool) -> list[Blocker]:
    if any(stretch.contains(span) for stretch in night.open):
        return []
    reason = night.special.reason if night.special else ""
    because = f": {reason}" if reason else ""
    if night.is_closed:
        return [Blocker("closed", f"Closed on {day_in_words(night.date)}{because}.", hard=False)]
    opened = " and ".join(_shown(stretch, night, twelve_hour=twelve_hour) for stretch in night.stretches)
    sentence = f"Open {opened} on {day_in_words(night.date)}{because}."
    return [Blocker("outside-hours", sentence, hard=False)]


def _shown(span: Interval, night: Night, *, twelve_hour: bool) -> str:
    start, end = (clock(at, night.zone, twelve_hour=twelve_hour) for at in (span.start, span.end))
    return f"{start}–{end}"


def _grid(start: datetime, policy: Policy, night: Night, *, twelve_hour: bool) -> list[Blocker]:
    for stretch in night.stretches:
        if start in stretch and not is_on_grid(start, stretch, policy.slot_step, night.zone):
            around = grid_around(start, stretch, policy.slot_step, night.zone)
            nearest = " and ".join(clock(at, night.zone, twelve_hour=twelve_hour) for at in around)
            sentence = f"Starts are {in_words(policy.slot_step)} apart; the nearest: {nearest}."
            return [Blocker("off-grid", sentence, hard=False)]
    return []


def _duration(duration: timedelta, policy: Policy) -> list[Blocker]:
    allowed = between(in_words(policy.min_duration), in_words(policy.max_duration))
    if duration < policy.min_duration:
        return [Blocker("too-short", f"A booking here lasts {allowed}.", hard=False)]
    if duration > policy.max_duration:
        return [Blocker("too-long", f"A booking here lasts {allowed}.", hard=False)]
    if (duration - policy.min_duration) % policy.duration_step != ZERO:
        sentence = f"A booking here lasts {allowed}, in steps of {in_words(policy.duration_step)}."
        return [Blocker("off-step", sentence, hard=False)]
    return []


def _party(party_size: int | None, policy: Policy) -> list[Blocker]:
    if party_size is None:
        return []
    people = "person" if policy.capacity_max == 1 else "people"
    allowed = f"{between(str(policy.capacity_min), str(policy.capacity_max))} {people}"
    if party_size < policy.capacity_min:
        return [Blocker("party-too-small", f"This room takes {allowed}.", hard=False)]
    if party_size > policy.capacity_max:
        return [Blocker("party-too-large", f"This room takes {allowed}.", hard=False)]
    return []
