"""What repeats, of bookings and blocks: tried out, made, read, changed, ended. Nights are ordinary rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from django.db.models import QuerySet
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from accounts.venue_scope import present_limit, present_rooms
from bookings.api.asked import People, PersonBody, Reason, Source, contact_of, note_of, override_of
from bookings.api.blocks import BLOCK
from bookings.api.bookings import CANCEL, SEE, TAKE
from bookings.api.steps import MOVE
from bookings.domain.opening import NoSuchDay
from bookings.domain.recurrence import Rule, dates, turn
from bookings.domain.series import Choice, How, Pattern
from bookings.errors import RoomUnknown
from bookings.models import Occupancy, Series
from bookings.selectors.series import PlannedNight, nights_to_write, plan_of, turns_of
from bookings.selectors.series_changes import Change
from bookings.selectors.series_pages import series_called
from bookings.selectors.setup import Setup, setup_of
from bookings.services.occupying import room_for_change
from bookings.services.series.changing import change_series
from bookings.services.series.ending import end_series
from bookings.services.series.extending import settle_missed
from bookings.services.series.making import Guest, block_series, book_series
from boom.core import clock
from boom.core.errors import Invalid
from boom.rest.endpoints import ApiRequest, Made, endpoint, version_known
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Piece, piece_of
from boom.rest.values import Amount, Body, Day, Flag, Id, Key, Shape, Sparse, line, whole

router = Router()
TAGS = ["Series"]
MOST_CHOICES = 400
Start = Annotated[str, line(6, shortest=4)]
RULE_EXAMPLE = "FREQ=WEEKLY;BYDAY=FR;COUNT=10"


class Missed(Shape):
    """A night that could not be written when its turn came, and why."""

    day: date
    why: str


class SeriesShape(Sparse):
    """What repeats. Its nights are the bookings, or blocks, with its `series_id`."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Series"})

    id: int
    is_block: bool
    venue_id: int
    room_id: int
    customer_id: int | None
    guest_name: str
    rule: str = Field(description="RFC 5545, over business nights.", examples=[RULE_EXAMPLE])
    first_on: date
    start: str = Field(description="The time of the night: 24:30 is half past midnight.", examples=["21:00"])
    minutes: int
    party_size: int | None
    source: str
    note: str
    staff_note: str
    reason: str
    left_out: list[date]
    missed: list[Missed]
    planned_until: date
    follows_id: int | None = Field(description="The series that this one goes on from.")
    ended_at: datetime | None
    created_at: datetime
    version: int


class SeriesList(BaseModel):
    """A piece of the list."""

    data: list[SeriesShape]
    next_cursor: str | None


class SeriesQuery(ListFieldsQuery):
    """Which series; those that somebody ended only where they are asked for."""

    venue_id: Id | None = None
    room_id: Id | None = None
    customer_id: Id | None = None
    is_block: bool | None = None
    is_ended: bool = False


class ChoiceBody(Body):
    """What becomes of a night that cannot be had as it is."""

    day: Day
    how: Literal["skip", "place", "anyway"] = Field(
        description="`place`: in `room_id` at `start`; `anyway`: against rules, with `override_reason`."
    )
    room_id: Key | None = None
    start: Start | None = None


class PatternBody(Body):
    """What repeats: a room, a time of the night, a length, a rule."""

    room_id: Key
    first_on: Day
    start: Start = Field(description="24:30 is half past midnight of that night.", examples=["21:00"])
    minutes: Annotated[int, whole(5, 1440)]
    rule: Annotated[str, line(200, shortest=1)] = Field(
        description="FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, BYDAY, BYMONTHDAY, WKST, UNTIL or COUNT.",
        examples=[RULE_EXAMPLE],
    )
    choices: list[ChoiceBody] = Field(default=[], max_length=MOST_CHOICES)


class NewSeries(PersonBody, PatternBody):
    """A series of bookings for one guest."""

    source: Source = "api"
    tell_customer: Flag = True


class NewBlockSeries(PatternBody):
    """A room closed off again and again."""

    reason: Annotated[str, line(300)] = ""


class PreviewBody(PatternBody):
    """What to try out."""

    is_block: Flag = False
    party_size: People | None = None


class NightShape(Shape):
    """A night as it would be."""

    day: date
    room_id: int
    starts_at: datetime | None = Field(description="null where the date never was, or it is left out.")
    ends_at: datetime | None
    is_settled: bool = Field(description="It can be had as it stands, or is left out.")
    why_not: str
    price: Amount | None


class Preview(Shape):
    """Every night of it, and what all that can be had would cost."""

    nights: list[NightShape]
    total: Amount | None


class SeriesDone(Shape):
    """A series, and the nights that were written, moved or called off, by key."""

    id: int
    series: SeriesShape
    night_ids: list[int]


class SeriesChangeBody(Body):
    """Another room, time or length for nights that have not begun; what is left out stays."""

    room_id: Key | None = None
    start: Start | None = None
    minutes: Annotated[int, whole(5, 1440)] | None = None
    by_days: Annotated[int, whole(-6, 6)] = 0
    from_on: Day | None = Field(None, description="From that night on; all of them where none is named.")
    choices: list[ChoiceBody] = Field(default=[], max_length=MOST_CHOICES)
    override_reason: Reason = ""
    tell_customer: Flag = False


class SeriesEndBody(Body):
    """From which night on it ends, and on which terms."""

    from_on: Day | None = Field(None, description="From that night on; all of them where none is named.")
    reason: Reason = ""
    charge_nothing: Flag = Field(False, description="Takes `override_reason` and the permission to.")
    override_reason: Reason = ""
    tell_customer: Flag = True


class SettleBody(ChoiceBody):
    """What becomes of a night that was missed."""

    override_reason: Reason = ""


@endpoint(router, "GET", "/series", needs=SEE, gives=SeriesList, tags=TAGS)
def list_series(request: ApiRequest, query: SeriesQuery = Query(...)) -> Piece:
    """What repeats, by key."""
    named = {
        "room__venue_id": query.venue_id,
        "room_id": query.room_id,
        "customer_id": query.customer_id,
        "is_block": query.is_block,
    }
    found = _visible().filter(ended_at__isnull=not query.is_ended)
    found = found.filter(**{name: value for name, value in named.items() if value is not None})
    return piece_of(found, query, series_shape)


@endpoint(router, "POST", "/series/preview", needs=TAKE, gives=Preview, keyed=False, tags=TAGS)
def preview_series(request: ApiRequest, body: PreviewBody) -> Preview:
    """Every night that a series would have: free, or what is in the way. Nothing is booked."""
    setup, pattern = _wanted(body)
    now = clock.now()
    days, _ = nights_to_write(pattern, setup, now=now)
    plan = plan_of(
        setup,
        turns_of(pattern, days, setup),
        room_id=pattern.room_id,
        length=pattern.length,
        now=now,
        is_block=body.is_block,
        party_size=body.party_size,
        choices=_choices(body.choices),
        offering=False,
    )
    total = plan.total
    return Preview(
        nights=[_night(each) for each in plan.nights],
        total=Amount(amount_minor=total.minor, currency=total.currency) if total else None,
    )


@endpoint(router, "POST", "/series", needs=TAKE, gives=SeriesDone, status=201, tags=TAGS)
def create_series(request: ApiRequest, body: NewSeries) -> Made:
    """Book every night of a series; where one cannot be had as chosen, none is booked and `days` names it."""
    setup, pattern = _wanted(body)
    made = book_series(
        pattern=pattern,
        guest=Guest(
            contact=contact_of(setup.venue, body.model_dump(include={"name", "email", "phone"})),
            party_size=body.party_size,
            source=body.source,
            note=note_of(body.note),
            staff_note=note_of(body.staff_note),
            answers=body.answers,
        ),
        choices=_choices(body.choices),
        now=clock.now(),
        override_reason=override_of(request.auth, body.override_reason),
        tell_customer=body.tell_customer,
    )
    return _made(made.series, made.rows)


@endpoint(router, "POST", "/series/blocks", needs=BLOCK, gives=SeriesDone, status=201, tags=TAGS)
def create_block_series(request: ApiRequest, body: NewBlockSeries) -> Made:
    """Close a room off again and again; where a night is taken, nothing is closed."""
    _, pattern = _wanted(body)
    [made] = block_series(
        patterns=[pattern],
        reason=body.reason,
        choices={pattern.room_id: _choices(body.choices)},
        now=clock.now(),
    )
    return _made(made.series, made.rows)


@endpoint(router, "GET", "/series/{series_id}", needs=SEE, gives=SeriesShape, tags=TAGS)
def get_series(
    request: ApiRequest, series_id: Id = Path(...), query: FieldsQuery = Query(...)
) -> SeriesShape:
    """A series. Its ETag is its version."""
    return series_shape(series_called(series_id))


@endpoint(
    router,
    "POST",
    "/series/{series_id}/change",
    needs=SEE,
    gives=SeriesDone,
    conditional=True,
    tags=TAGS,
)
def change_a_series(request: ApiRequest, body: SeriesChangeBody, series_id: Id = Path(...)) -> SeriesDone:
    """Move nights that have not begun to another room, time or length; all of them, or none.

    Takes the permission to move bookings, or to block rooms. From a night in the middle on, another series
    follows this one: the answer has its `id`.
    """
    found = series_called(series_id)
    request.auth.insist_on(BLOCK if found.is_block else MOVE)
    room_id = found.room_id if body.room_id is None else body.room_id
    room = room_for_change(room_id)
    start, minutes = body.start or found.start, body.minutes or found.minutes
    _insist_on_time(found.first_on, start, minutes, setup_of(room.venue))
    changed = change_series(
        series_id=series_id,
        version=version_known(request, found.version),
        change=Change(room_id, start, timedelta(minutes=minutes), body.by_days),
        choices=_choices(body.choices),
        now=clock.now(),
        from_on=body.from_on,
        override_reason=override_of(request.auth, body.override_reason),
        tell_customer=body.tell_customer,
    )
    return _done(changed.series, changed.rows)


@endpoint(router, "POST", "/series/{series_id}/end", needs=SEE, gives=SeriesDone, conditional=True, tags=TAGS)
def end_a_series(request: ApiRequest, body: SeriesEndBody, series_id: Id = Path(...)) -> SeriesDone:
    """Call off what is left of a series, from a night on or all. What has been stays.

    Takes the permission to cancel bookings, or to block rooms.
    """
    found = series_called(series_id)
    request.auth.insist_on(BLOCK if found.is_block else CANCEL)
    reason = override_of(request.auth, body.override_reason)
    if body.charge_nothing and not reason:
        raise Invalid(fields={"override_reason": "Say why nothing is charged, for the record."})
    ended = end_series(
        series_id=series_id,
        version=version_known(request, found.version),
        now=clock.now(),
        from_on=body.from_on,
        reason=body.reason.strip(),
        charge_nothing=body.charge_nothing,
        override_reason=reason,
        tell_customer=body.tell_customer,
    )
    return _done(ended.series, ended.rows)


@endpoint(
    router, "POST", "/series/{series_id}/settle", needs=SEE, gives=SeriesDone, conditional=True, tags=TAGS
)
def settle_missed_night(request: ApiRequest, body: SettleBody, series_id: Id = Path(...)) -> SeriesDone:
    """Book a night that was missed as is chosen now, or leave it out for good.

    Takes the permission to take bookings, or to block rooms.
    """
    found = series_called(series_id)
    request.auth.insist_on(BLOCK if found.is_block else TAKE)
    rows = settle_missed(
        series_id=series_id,
        version=version_known(request, found.version),
        day=body.day,
        choice=_choice(body),
        now=clock.now(),
        override_reason=override_of(request.auth, body.override_reason),
    )
    return _done(found, rows)


def series_shape(series: Series) -> SeriesShape:
    """A series with its room loaded."""
    own = {"id", "venue_id", "left_out", "missed"}
    return SeriesShape(
        id=series.pk,
        venue_id=series.room.venue_id,
        left_out=sorted(series.days_left_out),
        missed=[Missed(day=date.fromisoformat(each["day"]), why=each["why"]) for each in series.missed],
        **{name: getattr(series, name) for name in SeriesShape.model_fields if name not in own},
    )


def _visible() -> QuerySet[Series]:
    """The series of rooms that whoever asks may touch."""
    found: QuerySet[Series] = Series.objects.select_related("room")
    rooms, venues = present_rooms(), present_limit()
    if rooms is not None:
        return found.filter(room_id__in=rooms)
    return found if venues is None else found.filter(room__venue_id__in=venues)


def _wanted(body: PatternBody) -> tuple[Setup, Pattern]:
    """The pattern that is asked for, and the set-up of its venue. Raises Invalid, RoomUnknown."""
    setup = setup_of(room_for_change(body.room_id).venue)
    if body.room_id not in setup.policies:
        raise RoomUnknown
    try:
        rule = Rule.parse(body.rule)
        first = next(dates(rule, body.first_on), None)
    except (ValueError, KeyError, OverflowError) as error:
        raise Invalid(fields={"rule": "Boom does not read this rule."}) from error
    if first is None:
        raise Invalid(fields={"rule": "No night of it comes after the first."})
    _insist_on_time(first, body.start, body.minutes, setup)
    return setup, Pattern(body.room_id, first, body.start, timedelta(minutes=body.minutes), rule)


def _insist_on_time(day: date, start: str, minutes: int, setup: Setup) -> None:
    try:
        turn(day, start, timedelta(minutes=minutes), setup.venue.zone)
        setup.night(day)
    except (NoSuchDay, OverflowError) as error:
        raise Invalid(fields={"first_on": "There is no such night here."}) from error
    except ValueError as error:
        raise Invalid(fields={"start": "Give a time such as 21:30."}) from error


def _choices(given: Sequence[ChoiceBody]) -> Mapping[date, Choice]:
    return {each.day: _choice(each) for each in given}


def _choice(given: ChoiceBody) -> Choice:
    """What was chosen for a night. Raises Invalid, and RoomUnknown for a room that is not theirs to touch."""
    if given.how != "place":
        return Choice(How(given.how))
    if given.room_id is None or given.start is None:
        raise Invalid(fields={"choices": "Say in which room, and at which time."})
    room_for_change(given.room_id)
    return Choice(How.PLACE, given.room_id, given.start)


def _night(each: PlannedNight) -> NightShape:
    night = each.night
    span = None if night.is_skipped else night.span
    price = each.price
    return NightShape(
        day=each.day,
        room_id=each.room.pk,
        starts_at=span.start if span else None,
        ends_at=span.end if span else None,
        is_settled=night.is_settled,
        why_not=each.why_not,
        price=Amount(amount_minor=price.minor, currency=price.currency) if price else None,
    )


def _done(series: Series, rows: Sequence[Occupancy]) -> SeriesDone:
    told = series_shape(series_called(series.pk))
    return SeriesDone(id=series.pk, series=told, night_ids=[row.pk for row in rows])


def _made(series: Series, rows: Sequence[Occupancy]) -> Made:
    return Made(_done(series, rows), f"/api/v1/series/{series.pk}")
