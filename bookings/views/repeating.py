"""The step between a form that repeats and its nights: each as it would be, and a choice where it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bookings import toasts
from bookings.domain.interval import Interval
from bookings.domain.opening import NoSuchDay
from bookings.domain.recurrence import MOST_NIGHTS
from bookings.domain.series import Choice, How, Pattern
from bookings.errors import RulesBroken, SeriesInTheWay, SlotTaken
from bookings.forms.series import CHOSEN, RepeatForm, read_choices
from bookings.forms.words import words as words_of
from bookings.models import Room
from bookings.selectors.series import PlannedNight, SeriesPlan, nights_to_write, plan_of, turns_of
from bookings.series_words import clock_words, pattern_words, start_words
from bookings.services.series.making import Guest, Made, block_series, book_series
from bookings.views.acts import undo_act_address
from bookings.views.answers import CLOSED, Sentence, changed, form_again
from bookings.views.drawer import Refusal
from bookings.views.pages import Asked, address, asked
from boom.access import staff
from boom.core import text
from boom.core.errors import DomainError
from boom.core.money import Money
from boom.problems import refused

TEMPLATE = "bookings/series_plan.html"
OVERRIDE = "bookings.override_rules"
# What the step itself posts, beside all that the form before it held.
OWN_FIELDS = ("csrfmiddlewaretoken", "planned", "again", "all", "board", "override_reason", "instead")
Chosen = Mapping[int, Mapping[date, Choice]]


@dataclass(frozen=True, slots=True)
class ShownNight:
    """A night as the step shows it. `name` is the field that says what to do with it."""

    name: str
    day: str
    span: str
    room: str
    price: Money | None
    why_not: str
    clocks: str
    state: str
    options: Sequence[tuple[str, str, bool]]
    is_asked: bool


def repeat_form(data: Any, first: date, initial: Mapping[str, Any] | None = None) -> RepeatForm:
    """The part of a form that says whether it repeats."""
    return RepeatForm(data, initial=dict(initial or {}), first=first, auto_id="repeat-%s")


@require_GET
@staff("bookings.view_calendar")
def summary(request: HttpRequest) -> HttpResponse:
    """What was chosen under "Repeats", in words, while the form is filled."""
    page = asked(request)
    try:
        first = date.fromisoformat(request.GET.get("day", ""))
        page.setup.night(first)
    except (ValueError, NoSuchDay, OverflowError):
        first = page.day
    form = repeat_form(request.GET, first)
    words = ""
    if form.is_valid() and form.rule is not None:
        words = pattern_words(form.pattern(0, "", page.venue.policy().min_duration), page.venue)
    elif form.errors:
        words = " ".join(str(message) for messages in form.errors.values() for message in messages)
    return render(request, "bookings/repeats.html#words", {"repeat_words": words})


@dataclass(frozen=True, slots=True)
class Asking:
    """A form that repeats, as it was sent: for a guest, or (None) blocks for a reason.

    `typed` is all that was posted, which the step carries along; `key` the form's own.
    """

    request: HttpRequest
    page: Asked
    patterns: Sequence[Pattern]
    typed: QueryDict
    key: str
    guest: Guest | None = None
    reason: str = ""

    @property
    def may_override(self) -> bool:
        return self.guest is not None and self.request.user.has_perm(OVERRIDE)

    @property
    def override_reason(self) -> str:
        return words_of(self.request.POST, "override_reason") if self.may_override else ""


def take(asking: Asking) -> HttpResponse:
    """Show the nights of what repeats; when they were seen and sent, book or block them."""
    request = asking.request
    chosen = read_choices(request.POST, may_override=asking.may_override)
    if "planned" not in request.POST or "all" in request.POST:
        return _step(asking, chosen, status=200)
    try:
        made, words = _made(asking, chosen)
    except DomainError as error:
        return refused(_step(asking, chosen, error=error), error)
    rows = [row for each in made for row in each.rows]
    return changed(
        request,
        Sentence(words, undo_act_address(rows[0])),
        rooms={row.room_id for row in rows},
        then=address("series", made[0].series.pk),
        drawer=CLOSED,
    )


def _made(asking: Asking, chosen: Chosen) -> tuple[list[Made], str]:
    """Save it, and say so."""
    now, key = asking.page.now, asking.key or None
    first = asking.patterns[0]
    if asking.guest is None:
        blocked = block_series(
            patterns=asking.patterns, reason=asking.reason, choices=chosen, now=now, idempotency_key=key
        )
        return blocked, toasts.blocked_series([row for each in blocked for row in each.rows])
    made = book_series(
        pattern=first,
        guest=asking.guest,
        choices=chosen.get(first.room_id, {}),
        now=now,
        override_reason=asking.override_reason,
        idempotency_key=key,
        tell_customer="tell" in asking.request.POST,
    )
    return [made], toasts.booked_series(made.rows)


def _step(
    asking: Asking, chosen: Chosen, *, error: DomainError | None = None, status: int = 409
) -> HttpResponse:
    """The nights as they are now: what was chosen stays, what came between is asked for."""
    page, first = asking.page, asking.patterns[0]
    rooms = {room.pk: room for room in page.setup.rooms}
    plans = [
        (rooms[pattern.room_id], _planned(asking, pattern, chosen.get(pattern.room_id, {})))
        for pattern in asking.patterns
    ]
    is_block = asking.guest is None
    context = step_context(
        asking.request,
        page,
        plans,
        may_override=asking.may_override,
        typed=asking.typed,
        error=error,
        skip_words=_("Leave this night out"),
    ) | {
        "words": pattern_words(first, page.venue),
        "starts": start_words(first.start, page.venue),
        "length": text.duration(first.length),
        "whom": asking.guest.contact.name if asking.guest is not None else asking.reason or _("Block rooms"),
        "total": _sum([plan for _room, plan in plans]),
        "save_words": _("Block these nights") if is_block else _("Book these nights"),
        "goes_on": first.rule.is_open_ended,
        "action": address("new-block" if is_block else "new-booking", **page.venue_query),
    }
    return form_again(asking.request, TEMPLATE, context, status=status)


def step_context(
    request: HttpRequest,
    page: Asked,
    plans: Sequence[tuple[Room, SeriesPlan]],
    *,
    may_override: bool,
    typed: QueryDict,
    error: DomainError | None,
    skip_words: str,
) -> dict[str, Any]:
    """What the step says of its nights, whatever is done with them: each room's plan as it is now."""
    shown = [
        shown_night(each, page, room, may_override, is_many=len(plans) > 1, skip_words=skip_words)
        for room, plan in plans
        for each in plan.nights
    ]
    nights = [night.night for _room, plan in plans for night in plan.nights]
    is_against_rules = isinstance(error, RulesBroken) or any(night.is_soft for night in nights)
    return {
        "venue": page.venue,
        "where": ", ".join(room.name for room, _plan in plans),
        "asked": [night for night in shown if night.is_asked],
        "others": [night for night in shown if not night.is_asked],
        "count": sum(len(plan.wanted) for _room, plan in plans),
        "unsettled": sum(len(plan.unsettled) for _room, plan in plans),
        "needs_reason": is_against_rules and may_override,
        "reason": words_of(request.POST, "override_reason") if may_override else "",
        "refusal": _refusal(error),
        "typed": [
            (name, value)
            for name, values in typed.lists()
            if name not in OWN_FIELDS and not name.startswith(CHOSEN)
            for value in values
        ],
    }


def _planned(asking: Asking, pattern: Pattern, chosen: Mapping[date, Choice]) -> SeriesPlan:
    """The plan of a pattern, as far as it is written at once."""
    page, guest = asking.page, asking.guest
    days, _until = nights_to_write(pattern, page.setup, now=page.now)
    turns = turns_of(pattern, days[:MOST_NIGHTS], page.setup)

    def planned(choices: Mapping[date, Choice]) -> SeriesPlan:
        return plan_of(
            page.setup,
            turns,
            room_id=pattern.room_id,
            length=pattern.length,
            now=page.now,
            is_block=guest is None,
            party_size=guest.party_size if guest is not None else None,
            choices=choices,
        )

    return with_all(asking.request, planned, chosen, pattern.room_id)


def with_all(
    request: HttpRequest,
    planned: Callable[[Mapping[date, Choice]], SeriesPlan],
    chosen: Mapping[date, Choice],
    room_id: int,
) -> SeriesPlan:
    """A plan with what was chosen; a button for all chooses for every night that is not settled yet."""
    plan, all_as = planned(chosen), request.POST.get("all", "")
    if all_as not in {"skip", "room"} or not plan.unsettled:
        return plan
    return planned({**chosen, **_for_all(plan.unsettled, all_as, room_id)})


def _for_all(nights: Sequence[PlannedNight], all_as: str, room_id: int) -> dict[date, Choice]:
    """The same answer for all of these; a night without another room stays asked for."""
    if all_as == "skip":
        return {each.day: Choice(How.SKIP) for each in nights}
    others = {
        each.day: next((way.choice for way in each.instead if way.room.pk != room_id), None)
        for each in nights
    }
    return {day: choice for day, choice in others.items() if choice is not None}


def shown_night(
    each: PlannedNight,
    page: Asked,
    room: Room,
    may_override: bool,
    *,
    is_many: bool = False,
    skip_words: str,
) -> ShownNight:
    """A planned night with its field; `room` is where the series is at home."""
    night, venue = each.night, page.venue
    span = night.turn.span
    twelve = venue.clock_format == "12"
    is_asked = span is not None and (night.choice is not None or not night.is_settled)
    return ShownNight(
        name=f"{CHOSEN}{room.pk}-{each.day.isoformat()}",
        day=text.day(each.day, venue.zone, locale=venue.locale) + _year(each.day, page),
        span=_span(span, each.day, page) if span is not None else "",
        room=each.room.name if each.room.pk != room.pk or is_many else "",
        price=each.price,
        why_not=each.why_not,
        clocks=clock_words(
            night.turn.note, text.clock(span.start, venue.zone, twelve_hours=twelve) if span else ""
        ),
        state=_state(each),
        options=_options(each, page, room, may_override, skip_words) if is_asked else (),
        is_asked=is_asked,
    )


def missed_night(
    each: PlannedNight, page: Asked, room: Room, start: str, *, may_override: bool
) -> ShownNight:
    """A night that was missed, always with a choice: as it was meant to be, where that is free by now."""
    shown = shown_night(each, page, room, may_override, skip_words=_("Leave this night out"))
    if not each.night.is_free:
        return shown
    as_meant = (str(Choice(How.PLACE, room.pk, start)), f"{room.name}, {shown.span}", False)
    skip = (str(Choice(How.SKIP)), _("Leave this night out"), False)
    return replace(shown, options=[as_meant, skip], is_asked=True)


def _span(span: Interval, day: date, page: Asked) -> str:
    """A stretch of a night; the weekday is said where it is past midnight."""
    zone = page.venue.zone
    shown = text.span(span.start, span.end, zone, twelve_hours=page.venue.clock_format == "12")
    if span.start.astimezone(zone).date() == day:
        return shown
    return f"{text.day(span.start, zone, style='weekday')} {shown}"


def _year(day: date, page: Asked) -> str:
    return "" if day.year == page.today.year else f" {day.year}"


def _state(each: PlannedNight) -> str:
    night = each.night
    if night.is_skipped:
        return _("Left out")
    if night.is_free:
        return _("Free")
    return _("Rules set aside") if night.is_set_aside else _("Not free")


def _options(
    each: PlannedNight, page: Asked, room: Room, may_override: bool, skip_words: str
) -> list[tuple[str, str, bool]]:
    """What can be done with a night: value, words, and whether that is chosen."""
    chosen = str(each.night.choice) if each.night.choice is not None else ""
    found = [(str(Choice(How.SKIP)), skip_words)]
    for way in each.instead:
        span = _span(way.span, each.day, page)
        words = f"{way.room.name}, {span}" if way.room.pk != room.pk else span
        price = f", {text.price(way.price)}" if way.price is not None else ""
        found.append((str(way.choice), f"{words}{price}"))
    if may_override and (each.night.is_soft or chosen == How.ANYWAY):
        found.append((str(Choice(How.ANYWAY)), _("Book it all the same, with a reason")))
    if chosen and chosen not in dict(found):
        # What was chosen has gone: it stays to be seen, and is asked for again.
        chosen = ""
    return [(value, words, value == chosen) for value, words in found]


def _sum(plans: Sequence[SeriesPlan]) -> Money | None:
    totals = [plan.total for plan in plans if plan.total is not None]
    return sum(totals[1:], totals[0]) if totals else None


def _refusal(error: DomainError | None) -> Refusal | None:
    if error is None:
        return None
    if isinstance(error, SeriesInTheWay | SlotTaken):
        return Refusal(_("Nothing was saved yet."), [SeriesInTheWay.message])
    if isinstance(error, RulesBroken):
        return Refusal(_("The rules of the house say no."), [each.message for each in error.blockers])
    return Refusal(error.message, list(error.fields.values()))
