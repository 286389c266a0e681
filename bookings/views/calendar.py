"""The staff's calendar: a night's rooms, tonight as a list, a week, a month, and keeping all of it true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from billing.domain.features import Feature
from billing.selectors import allows
from bookings.board import Board
from bookings.hues import legend
from bookings.looks import CHOICES, TITLES
from bookings.mini_month import mini_month, month_called
from bookings.models import Occupancy, Venue
from bookings.selectors.calendar import NightOf, board_of
from bookings.selectors.changes import changed_rooms
from bookings.selectors.venues import venue_with
from bookings.selectors.waitlist import waiting_count
from bookings.selectors.weeks import month_of, week_of
from bookings.views.answers import board_partials, check_in_url, reload_page
from bookings.views.drawer import asked_for, drawer_content
from bookings.views.first_steps import examples_address, may_change_examples, steps_for
from bookings.views.pages import BOARD, LIST, ROOMS, STEPS, Asked, Shown, address, asked, viewer_of
from boom.access import needs, staff
from boom.context_processors import live_url
from boom.core import text
from boom.core.errors import NotFound
from boom.core.time import week_begins_on
from tenants.context import current_business

VIEW = "bookings.view_calendar"
# The pages that the small month stands beside.
VIEWS = ("calendar", "agenda", "week", "month")
DAY = timedelta(days=1)
WEEK = 7 * DAY


@require_GET
@staff(VIEW)
def day(request: HttpRequest) -> HttpResponse:
    """The rooms board of a night; on phones its list. `?booking=` opens that booking's drawer beside it."""
    opened = asked_for(request)
    page = asked(
        request,
        venue=opened.room.venue if opened else None,
        around=opened.starts_at if opened else None,
    )
    chosen = request.GET.get("rooms", "")
    board, night = board_of(
        page.setup,
        page.day,
        now=page.now,
        viewer=viewer_of(request),
        room_ids=_rooms_chosen(chosen, page),
    )
    steps = steps_for(request, page.setup) if page.day == page.today else []
    context = _frame(request, page, "calendar")
    is_phone_board = request.GET.get("view") == "rooms"
    part = STEPS if steps else BOARD if is_phone_board else ROOMS
    context |= _board(request, page, board, night, part)
    context |= {
        "room_filter": _room_filter(page, chosen),
        "is_phone_board": is_phone_board,
        "is_board": part == BOARD,
        "steps": steps,
        "examples_url": examples_address(request, page.setup) if steps else "",
    }
    return render(request, "bookings/calendar.html", context | _drawer(request, opened))


@require_GET
@staff(VIEW)
def agenda(request: HttpRequest) -> HttpResponse:
    """A night as a list by what comes next. Past midnight it is the same night."""
    page = asked(request)
    board, night = board_of(page.setup, page.day, now=page.now, viewer=viewer_of(request))
    context = _frame(request, page, "agenda") | _board(request, page, board, night, LIST)
    return render(request, "bookings/agenda.html", context | _drawer(request, asked_for(request)))


@require_GET
@staff(VIEW)
def rows(request: HttpRequest) -> HttpResponse:
    """Rows of the board an open page shows, as they are now; a page they would not fit is told to reload."""
    shown = Shown.by(request)
    if shown is None:
        raise NotFound
    rooms = [int(room) for room in request.GET.getlist("room")[:500] if room.isdecimal() and len(room) < 19]
    partials = board_partials(request, shown, rooms)
    return reload_page() if partials is None else HttpResponse(partials)


@require_GET
@staff(VIEW)
def changes(request: HttpRequest) -> HttpResponse:
    """Which rooms of a night changed since a mark, for a page that was away; and the next mark."""
    since = request.GET.get("since", "")
    shown = Shown.by(request)
    if shown is None or not since.isdecimal() or len(since) > 18:
        raise NotFound
    venue = venue_with(shown.venue_id)
    if venue is None or venue.setup_version != shown.setup_version:
        return reload_page()
    found = changed_rooms(int(since), day=shown.day)
    rooms = [room.pk for room in venue.rooms.all()] if found.all_rooms else found.rooms
    return JsonResponse({"v": found.version, "rooms": rooms})


@require_GET
@staff(VIEW)
def mini(request: HttpRequest) -> HttpResponse:
    """The small month of the rail, another month of it; `view` is the page it stands beside."""
    page = asked(request)
    name = request.GET.get("view", "")
    context = {"venue": page.venue} | _mini(request, page, name if name in VIEWS else "calendar")
    return render(request, "bookings/mini_month.html", context)


@require_GET
@staff(VIEW)
def week(request: HttpRequest) -> HttpResponse:
    page = asked(request)
    first = week_begins_on(page.day, page.venue.week_starts)
    found = week_of(page.setup, first, now=page.now, address=_nights(page))
    context = _frame(request, page, "week", step=WEEK) | {
        "week": found,
        "title": _week_title(first, page.venue),
        "is_now": first <= page.today < first + WEEK,
    }
    return render(request, "bookings/week.html", context)


@require_GET
@needs(Feature.ADVANCED_CALENDAR)
@staff(VIEW)
def month(request: HttpRequest) -> HttpResponse:
    page = asked(request)
    first = page.day.replace(day=1)
    found = month_of(page.setup, first, now=page.now, address=_nights(page))
    context = _frame(request, page, "month") | {
        "month": found,
        "first": first,
        "is_now": (first.year, first.month) == (page.today.year, page.today.month),
        "previous_url": address("month", day=first - DAY, **page.venue_query),
        "next_url": address("month", day=first + 31 * DAY, **page.venue_query),
    }
    return render(request, "bookings/month.html", context)


def _frame(request: HttpRequest, page: Asked, name: str, *, step: timedelta = DAY) -> dict[str, Any]:
    """What the head of every calendar page holds: the day, the way to its neighbours, the other views."""
    query = page.venue_query
    today = page.day == page.today
    return {
        "venue": page.venue,
        "day": page.day,
        "is_now": today,
        "view_name": name,
        "previous_url": address(name, day=page.day - step, **query),
        "next_url": address(name, day=page.day + step, **query),
        "today_url": address(name, **query),
        "jump_url": address(name, **query),
        "find_url": address("find"),
        "sheet_url": address("night-sheet", day="" if today else page.day, **query),
        "venue_query": query,
        "views": _views(page, name),
        "phone_views": _phone_views(page, name, request.GET.get("view") == "rooms"),
        "new_url": address("new-booking", day="" if today else page.day, **query),
        "block_url": address("new-block", day="" if today else page.day, **query),
        "walk_in_url": address("walk-in", **query),
        "may_take": request.user.has_perm("bookings.create_booking"),
        "may_block": request.user.has_perm("bookings.block_room"),
        "may_clear_examples": may_change_examples(request, page.setup),
        **_mini(request, page, name),
    }


def _mini(request: HttpRequest, page: Asked, name: str) -> dict[str, Any]:
    """The small month beside a view: that of its day, or the one its arrows have gone to."""
    wanted = (request.GET.get("mini", ""), page.day.isoformat()[:7])
    month = next((each for each in map(month_called, wanted) if each), page.today)
    found = mini_month(
        page.venue,
        month,
        today=page.today,
        chosen=_nights_shown(page, name),
        address=lambda day: address(name, day="" if day == page.today else day, **page.venue_query),
    )
    here = {"day": "" if page.day == page.today else page.day, **page.venue_query}
    ways = {"mini_before": found.before, "mini_after": found.after}
    return {
        "mini": found,
        **{
            way: {
                "url": address(name, mini=first.isoformat()[:7], **here),
                "part": address("mini-month", view=name, mini=first.isoformat()[:7], **here),
            }
            for way, first in ways.items()
        },
    }


def _nights_shown(page: Asked, name: str) -> list[date]:
    """The nights a page shows; a whole month marks none of its days."""
    if name == "month":
        return []
    if name != "week":
        return [page.day]
    first = week_begins_on(page.day, page.venue.week_starts)
    return [first + number * DAY for number in range(7)]


def _views(page: Asked, name: str) -> list[dict[str, Any]]:
    """The segmented control: the same day another way, of those that the business's plan has."""
    day = "" if page.day == page.today else page.day
    labels = {"calendar": _("Rooms"), "agenda": _("List"), "week": _("Week")}
    if allows(current_business(), Feature.ADVANCED_CALENDAR):
        labels["month"] = _("Month")
    return [
        {
            "label": label,
            "url": address(view, day=day, **page.venue_query),
            "is_current": view == name,
            "key": str(number),
        }
        for number, (view, label) in enumerate(labels.items(), start=1)
    ]


def _phone_views(page: Asked, name: str, shows_board: bool) -> list[dict[str, Any]]:
    """The same on a phone, where the calendar's page begins as the list and the board is one press away."""
    day = "" if page.day == page.today else page.day
    board = address("calendar", day=day, view="rooms", **page.venue_query)
    views = [each for each in _views(page, name) if each["label"] not in {_("Rooms"), _("List")}]
    is_board = name == "calendar" and shows_board
    is_list = name == "agenda" or (name == "calendar" and not shows_board)
    return [
        {"label": _("List"), "url": address("calendar", day=day, **page.venue_query), "is_current": is_list},
        {"label": _("Rooms"), "url": board, "is_current": is_board},
        *({**each, "key": ""} for each in views),
    ]


def _board(request: HttpRequest, page: Asked, board: Board, night: NightOf, part: str) -> dict[str, Any]:
    """The board, and the addresses it asks: each carries the mark of what the page shows."""
    mark = Shown.of(board, page.venue, part).mark
    return {
        "board": board,
        "night": night,
        "mark": mark,
        "opens": night.opens,
        "closed_because": night.closed_because,
        "sections": None if part == LIST else board.short_agenda,
        "list_url": address("agenda", day="" if page.day == page.today else page.day, **page.venue_query),
        "move_url": address("booking-move", 0, board=mark),
        "looks": _looks(board),
        "look_url": address("look"),
        "here": request.get_full_path(),
        "legend": legend(board.look.colour, page.setup.rooms, page.venue.source_colours),
        "several_url": address("several"),
        "came_from": "board",
        "draw_url": address("new-booking", board=mark, **page.venue_query)
        if request.user.has_perm("bookings.create_booking")
        else "",
        "rows_url": address("rows", board=mark),
        "check_in_url": check_in_url(request),
        "waiting_count": waiting_count(page.venue.pk, page.day),
        "waitlist_url": address("waitlist", day=page.day, **page.venue_query),
        "may_swap": request.user.has_perm("bookings.move_booking"),
        "changes_url": address("changes", board=mark),
        "live_socket": f"{live_url(request)}/ws/calendar/",
    }


def _looks(board: Board) -> list[dict[str, Any]]:
    """The menu of how the board can be drawn: each choice with its values, the present one marked."""
    return [
        {
            "name": name,
            "title": title,
            "values": [
                {"value": value, "label": label, "is_chosen": getattr(board.look, name) == value}
                for value, label in CHOICES[name].items()
            ],
        }
        for name, title in TITLES.items()
    ]


def _drawer(request: HttpRequest, opened: Occupancy | None) -> dict[str, Any]:
    """The open drawer's inside."""
    return {"drawer": drawer_content(request, opened) if opened else ""}


def _nights(page: Asked) -> Callable[[date], str]:
    """Where each night's board is."""
    return lambda day: address("calendar", day=day, **page.venue_query)


def _week_title(first: date, venue: Venue) -> str:
    last = first + 6 * DAY
    return _("%(first)s to %(last)s") % {
        "first": text.day(first, venue.zone, locale=venue.locale),
        "last": text.day(last, venue.zone, locale=venue.locale),
    }


def _rooms_chosen(chosen: str, page: Asked) -> list[int] | None:
    """The rooms to draw: one by its id, or those of a kind; all when what was chosen is gone."""
    rooms = page.setup.rooms
    if chosen.isdecimal():
        found = [room.pk for room in rooms if str(room.pk) == chosen]
    else:
        found = [room.pk for room in rooms if chosen and room.category == chosen]
    return found or None


def _room_filter(page: Asked, chosen: str) -> list[dict[str, Any]]:
    """Choices of the head's filter: all rooms, each kind, each room."""
    kinds = list(dict.fromkeys(room.category for room in page.setup.rooms if room.category))
    choices = [("", _("All rooms"))]
    choices += [(kind, kind) for kind in kinds if len(kinds) > 1]
    choices += [(str(room.pk), room.name) for room in page.setup.rooms]
    return [{"value": value, "label": label, "is_chosen": value == chosen} for value, label in choices]
