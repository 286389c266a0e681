"""The gallery's pages, and the few requests its board makes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from bookings.board import Board, Ticket
from bookings.looks import Look
from boom.access import anyone
from boom.brand import theme_css
from boom.core.text import duration
from boom.gallery import night, samples
from boom.gallery.night import Night, night_of

EVENING = "18:00/3 18:30/2 19:00/0 19:30/3 20:00/4 20:30/0 21:00/3 21:30/2 22:00/1 22:30/1 23:00/0 23:30/2"
AFTER_MIDNIGHT = "00:00/1 00:30/3 01:00/3 01:30/1 02:00/0 02:30/3"
ADDRESSES = {
    "move_url": "/_ui/board/0/move/",
    "new_url": "/_ui/board/new/",
    "rows_url": "/_ui/board/rows/",
    "check_in_url": "/_ui/board/0/check-in/",
}


@anyone
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/components.html", _frame() | samples.context())


@anyone
@require_GET
def board_page(request: HttpRequest) -> HttpResponse:
    if "crowded" in request.GET:
        shown = night.crowded()
    else:
        shown = night.fresh().board(look=Look.of(request.GET), may_change="readonly" not in request.GET)
    context: dict[str, Any] = {"board": shown, "nav_path": "/dashboard/"}
    if "live" in request.GET:
        context |= {
            "live_socket": f"ws://{request.get_host()}/_ui/live/",
            "changes_url": "/_ui/board/changes/",
        }
    return render(request, "gallery/board.html", _frame() | ADDRESSES | context)


@anyone
@require_GET
def board_rows(request: HttpRequest) -> HttpResponse:
    rooms = [int(room) for room in request.GET.getlist("room")]
    return HttpResponse(_partials(request, _night(request).board(), rooms))


@anyone
@require_GET
def board_changes(request: HttpRequest) -> HttpResponse:
    """Nothing has been missed, ever."""
    return JsonResponse({"v": request.GET["since"], "rooms": []})


@anyone
@require_POST
def board_move(request: HttpRequest, booking_id: int) -> HttpResponse:
    own = _night(request)
    before = own.tickets[booking_id]
    room, at, length = (int(request.POST[name]) for name in ("room", "at", "length"))
    taken_by = own.in_the_way(booking_id, room=room, at=at, length=length)
    if taken_by:
        sentence = f"{night.room_name(room)} is taken at {night.span_of(at, length)} by {taken_by.name}."
        return _answer(request, own, {before.room, room}, sentence, status=409)
    moved = own.move(booking_id, room=room, at=at, length=length)
    return _answer(request, own, {before.room, room}, _moved(before, moved), undo=True)


@anyone
@require_POST
def board_check_in(request: HttpRequest, booking_id: int) -> HttpResponse:
    own = _night(request)
    ticket = own.check_in(booking_id)
    return _answer(
        request, own, {ticket.room}, f"{ticket.name} is in {night.room_name(ticket.room)}.", undo=True
    )


@anyone
@require_POST
def board_undo(request: HttpRequest) -> HttpResponse:
    own = _night(request)
    undone = own.undo()
    if undone is None:
        return redirect("/_ui/board/")
    return _answer(request, own, {undone.room, own.tickets[undone.id].room}, "Put back.")


@anyone
@require_GET
def board_booking(request: HttpRequest, booking_id: int) -> HttpResponse:
    ticket = _night(request).tickets.get(booking_id)
    if ticket is None:
        return HttpResponse(status=404)
    context = samples.context() | {
        "ticket": ticket,
        "room": night.room_name(ticket.room),
        "reference": "BM-4115",
    }
    return _drawer_or_page(request, "gallery/booking.html", context)


@anyone
@require_GET
def board_new(request: HttpRequest) -> HttpResponse:
    room = int(request.GET.get("room", "1"))
    at, length = int(request.GET.get("start", "48")), int(request.GET.get("length", "24"))
    context = {
        "room": night.room_name(room),
        "span": night.span_of(at, length),
        "length": duration(length * 5),
    }
    return _drawer_or_page(request, "gallery/new_booking.html", context)


@anyone
@require_GET
def public_page(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("time", "21:00")
    context = {
        "form": None,
        "fields": samples.FieldsForm(),
        "days": samples.days(request.GET.get("day", "2026-11-21")),
        "evening": samples.slots(EVENING, chosen, price=54),
        "late": samples.slots(AFTER_MIDNIGHT, chosen, price=42),
        "chosen": chosen,
    }
    return render(request, "gallery/public.html", _frame() | _theme(request) | context)


@anyone
@require_GET
def details_page(request: HttpRequest) -> HttpResponse:
    form = samples.with_errors() if "errors" in request.GET else samples.FieldsForm()
    return render(request, "gallery/details.html", _frame() | _theme(request) | {"form": form})


@anyone
@require_GET
def theme(request: HttpRequest) -> HttpResponse:
    return HttpResponse(theme_css(f"#{request.GET.get('colour', '0b6b63')}"), content_type="text/css")


def _frame() -> dict[str, Any]:
    venue = samples.SampleVenue()
    return {"venue": venue, "business": venue, "user": samples.SamplePerson()}


def _theme(request: HttpRequest) -> dict[str, Any]:
    return {"theme_url": f"/_ui/theme.css?colour={request.GET.get('colour', '0b6b63')}"}


def _night(request: HttpRequest) -> Night:
    return night_of(request.headers.get("X-Client", ""))


def _drawer_or_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, f"{template}#drawer" if is_part else template, _frame() | context)


def _moved(before: Ticket, moved: Ticket) -> str:
    if (before.room, before.at) == (moved.room, moved.at):
        return f"{moved.name} now ends {moved.ends}"
    return f"Moved {moved.name} to {night.room_name(moved.room)}, {moved.span}"


def _answer(
    request: HttpRequest, own: Night, rooms: set[int], sentence: str, *, status: int = 200, undo: bool = False
) -> HttpResponse:
    context = {"message": sentence, "is_error": status != 200, "undo_url": "/_ui/board/undo/" if undo else ""}
    toast = render_to_string("components/toast.html", context, request)
    partials = _partials(request, own.board(), sorted(rooms))
    return HttpResponse(
        f'{partials}<hx-partial hx-target="#toasts" hx-swap="beforeend">{toast}</hx-partial>', status=status
    )


def _partials(request: HttpRequest, board: Board, rooms: list[int]) -> str:
    context = _frame() | ADDRESSES | {"board": board, "rooms": [row for row in board.rows if row.id in rooms]}
    return render_to_string("bookings/board/partials.html", context, request)
