"""A series on its own page, and ending it: this and following nights, or all that are to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bookings import toasts
from bookings.domain.opening import NoSuchDay
from bookings.domain.recurrence import dates
from bookings.domain.series import Choice
from bookings.errors import NotPossibleNow, RoomUnknown, RulesBroken, SeriesChangedMeanwhile
from bookings.forms.series import SeriesChangeForm, read_choices
from bookings.forms.words import words
from bookings.models import Series
from bookings.selectors.series import SeriesPlan, plan_of, turns_of
from bookings.selectors.series_changes import Change, change_plan, rows_to_come, rows_to_move
from bookings.selectors.series_pages import Missed, series_called, series_page
from bookings.selectors.setup import Setup
from bookings.series_words import full_day, series_words, start_words
from bookings.services.series.changing import change_series
from bookings.services.series.ending import end_series
from bookings.services.series.extending import settle_missed
from bookings.views.acts import insist_on, undo_act_address, version_of
from bookings.views.answers import Sentence, form_again, go_to, say_on_next_page
from bookings.views.drawer_facts import Fact
from bookings.views.drawer_series import series_kept
from bookings.views.pages import Asked, address, asked
from bookings.views.repeating import ShownNight, missed_night, step_context, with_all
from boom.access import staff
from boom.core import clock, text
from boom.core.errors import DomainError, Invalid
from boom.core.money import Money
from boom.problems import refused

TEMPLATE, PLAN = "bookings/series.html", "bookings/series_plan.html"
OVERRIDE = "bookings.override_rules"
# Each is worked out; the others follow when these are settled.
MOST_MISSED = 30


@require_GET
@staff("bookings.view_calendar")
def series(request: HttpRequest, series_id: int) -> HttpResponse:
    """Every night of a series."""
    return render(request, TEMPLATE, _context(request, series_called(series_id)))


@require_POST
@staff("bookings.view_calendar")
def end(request: HttpRequest, series_id: int) -> HttpResponse:
    """Call off what is left of it, from the night that was named or all."""
    found = series_called(series_id)
    insist_on(request, "bookings.block_room" if found.is_block else "bookings.cancel_booking")
    may_waive = request.user.has_perm(OVERRIDE)
    try:
        ended = end_series(
            series_id=found.pk,
            version=version_of(request),
            now=clock.now(),
            from_on=_night(request),
            reason=words(request.POST, "reason"),
            charge_nothing="waive" in request.POST and may_waive,
            override_reason=words(request.POST, "override_reason"),
            tell_customer="tell" in request.POST,
        )
    except DomainError as error:
        reasons = [each.message for each in error.blockers] if isinstance(error, RulesBroken) else []
        say_on_next_page(request, Sentence(" ".join(reasons) or error.message, is_error=True))
        return go_to(request, address("series", found.pk))
    undo = undo_act_address(ended.rows[0]) if ended.rows else ""
    say_on_next_page(request, Sentence(toasts.ended_series(ended.series, len(ended.rows)), undo))
    return go_to(request, address("series", found.pk))


@require_POST
@staff("bookings.view_calendar")
def change(request: HttpRequest, series_id: int) -> HttpResponse:
    """Show where each night would go; when that was seen and sent, move them."""
    found = series_called(series_id)
    insist_on(request, "bookings.block_room" if found.is_block else "bookings.move_booking")
    page = asked(request, venue=found.room.venue)
    night = _night(request)
    form = change_form(found, page.setup, night or _next_night(found, page), request.POST)
    if not form.is_valid():
        # Its lists offer nothing that is wrong: no page of ours sent this.
        wrong = " ".join(str(each) for messages in form.errors.values() for each in messages)
        say_on_next_page(request, Sentence(wrong, is_error=True))
        return go_to(request, address("series", found.pk))
    may_override = request.user.has_perm(OVERRIDE) and not found.is_block
    chosen = read_choices(request.POST, may_override=may_override).get(form.change.room_id, {})
    if "planned" not in request.POST or "all" in request.POST:
        return _step(request, page, found, form.change, chosen, status=200)
    try:
        changed_series = change_series(
            series_id=found.pk,
            version=version_of(request),
            change=form.change,
            choices=chosen,
            now=page.now,
            from_on=night,
            override_reason=words(request.POST, "override_reason") if may_override else "",
            tell_customer="tell" in request.POST,
        )
    except DomainError as error:
        return refused(_step(request, page, found, form.change, chosen, error=error), error)
    rows = changed_series.rows
    moved = Sentence(toasts.moved_series(changed_series.series, len(rows)), undo_act_address(rows[0]))
    say_on_next_page(request, moved)
    return go_to(request, address("series", changed_series.series.pk))


def _step(
    request: HttpRequest,
    page: Asked,
    found: Series,
    wanted: Change,
    chosen: Mapping[date, Choice],
    *,
    error: DomainError | None = None,
    status: int = 409,
) -> HttpResponse:
    """The nights as they would be; a series that changed meanwhile, or has none left, on its own page."""
    rows = rows_to_move(rows_to_come(found, now=page.now, from_on=_night(request)), found)
    room = next((room for room in page.setup.rooms if room.pk == wanted.room_id), None)
    if room is None or not rows or isinstance(error, SeriesChangedMeanwhile):
        said = error or (RoomUnknown() if room is None else NotPossibleNow())
        say_on_next_page(request, Sentence(said.message, is_error=True))
        return go_to(request, address("series", found.pk))

    def planned(choices: Mapping[date, Choice]) -> SeriesPlan:
        return change_plan(page.setup, found, rows, wanted, choices=choices, now=page.now)

    plan = with_all(request, planned, chosen, room.pk)
    context = step_context(
        request,
        page,
        [(room, plan)],
        may_override=request.user.has_perm(OVERRIDE) and not found.is_block,
        typed=request.POST,
        error=error,
        skip_words=_("Leave this night where it is"),
    ) | {
        "words": series_words(found, page.venue),
        "starts": start_words(wanted.start, page.venue),
        "length": text.duration(wanted.length),
        "whom": found.title,
        "save_words": _("Move these nights"),
        "is_change": True,
        "back_url": address("series", found.pk),
        "action": address("series-change", found.pk),
    }
    return form_again(request, PLAN, context, status=status)


@require_POST
@staff("bookings.view_calendar")
def settle(request: HttpRequest, series_id: int) -> HttpResponse:
    """Book a night that was missed as is chosen now, or leave it out."""
    found = series_called(series_id)
    insist_on(request, "bookings.block_room" if found.is_block else "bookings.create_booking")
    may_override = request.user.has_perm(OVERRIDE) and not found.is_block
    chosen = read_choices(request.POST, may_override=may_override).get(found.room_id, {})
    said = Sentence(_("Choose what to do with the night."), is_error=True)
    for day, choice in list(chosen.items())[:1]:
        try:
            rows = settle_missed(
                series_id=found.pk,
                version=version_of(request),
                day=day,
                choice=choice,
                now=clock.now(),
                override_reason=words(request.POST, "override_reason") if may_override else "",
            )
        except DomainError as error:
            said = Sentence(error.message, is_error=True)
            continue
        done = toasts.booked(rows[0]) if rows and not found.is_block else _("Settled.")
        said = Sentence(done, undo_act_address(rows[0]) if rows else "")
    say_on_next_page(request, said)
    return go_to(request, address("series", found.pk))


def _missed(request: HttpRequest, found: Series, page: Asked, days: Sequence[Missed]) -> list[ShownNight]:
    """Nights that were missed, as they could be had now; none whose room is gone, or that are past."""
    ahead = [each.day for each in days if each.day >= page.today][:MOST_MISSED]
    room = next((room for room in page.setup.rooms if room.pk == found.room_id), None)
    if not ahead or room is None:
        return []
    pattern = found.pattern
    plan = plan_of(
        page.setup,
        turns_of(pattern, ahead, page.setup),
        room_id=room.pk,
        length=pattern.length,
        now=page.now,
        is_block=found.is_block,
        party_size=found.party_size,
    )
    may_override = request.user.has_perm(OVERRIDE) and not found.is_block
    return [missed_night(each, page, room, found.start, may_override=may_override) for each in plan.nights]


def change_form(found: Series, setup: Setup, day: date, data: Any = None) -> SeriesChangeForm:
    """The form that moves nights of a series, with the times of that night."""
    try:
        setup.night(day)
    except (NoSuchDay, OverflowError):
        day = setup.hours.business_day(found.created_at)
    return SeriesChangeForm(data, series=found, setup=setup, day=day, auto_id="series-%s")


def _next_night(found: Series, page: Asked) -> date:
    """The next night of the rule, or the last there was."""
    return next(
        (day for day in dates(found.pattern.rule, found.first_on) if day >= page.today), found.first_on
    )


def _night(request: HttpRequest) -> date | None:
    """The night from which on it counts; None for all of them. Raises Invalid for one that cannot be read:
    whoever named a night never means all.
    """
    if request.POST.get("scope") != "following":
        return None
    try:
        return date.fromisoformat(request.POST.get("night", ""))
    except ValueError as error:
        raise Invalid(_("Choose the night from which on it counts.")) from error


def _context(request: HttpRequest, found: Series, *, form: SeriesChangeForm | None = None) -> dict[str, Any]:
    venue, now = found.room.venue, clock.now()
    page = series_page(found, now=now)
    shown = asked(request, venue=venue)
    may_book = request.user.has_perm("bookings.block_room" if found.is_block else "bookings.create_booking")
    may_move = request.user.has_perm("bookings.block_room" if found.is_block else "bookings.move_booking")
    may_end = request.user.has_perm("bookings.block_room" if found.is_block else "bookings.cancel_booking")
    standing = [night for night in page.to_come if night.row.status in {"pending", "confirmed", "blocked"}]
    goes_on = found.ended_at is None and found.pattern.rule.is_open_ended
    total = sum(night.row.total_minor or 0 for night in standing)
    return {
        "venue": venue,
        "series": found,
        "page": page,
        "words": series_words(found, venue),
        "facts": _facts(found),
        "standing": len(standing),
        "total": Money(total, venue.currency) if total else None,
        "may_end": may_end and (bool(standing) or goes_on),
        "change_form": change_form(found, shown.setup, _next_night(found, shown))
        if may_move and standing
        else None,
        "may_waive": request.user.has_perm(OVERRIDE) and not found.is_block,
        "kept": series_kept(found, from_on=None, now=now) if may_end and standing else None,
        "guest_email": found.customer.email if found.customer else "",
        "left_out": [full_day(day, venue) for day in page.left_out],
        "missed": [(full_day(each.day, venue), each.why) for each in page.missed],
        "unsettled": _missed(request, found, shown, page.missed) if may_book else [],
    }


def _facts(found: Series) -> list[Fact]:
    facts = [
        Fact(_("Room"), found.room.name),
        Fact(_("Starts"), start_words(found.start, found.room.venue)),
        Fact(_("Length"), text.duration(found.minutes)),
    ]
    if found.party_size:
        facts.append(Fact(_("Party"), str(found.party_size)))
    return facts
