"""How a change answers: the true rows and a sentence for an open page, a redirect for a plain form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from bookings.board import Board
from bookings.models import Occupancy
from bookings.selectors.calendar import board_of
from bookings.selectors.setup import Setup, setup_of
from bookings.selectors.venues import venue_with
from bookings.views.first_steps import examples_address, steps_for
from bookings.views.pages import BOARD, LIST, STEPS, Shown, address, viewer_of
from boom.core import clock
from boom.htmx import is_fragment

CLOSED = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on that a refusal offers: a button that posts `values`."""

    label: str
    url: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a toast says; `undo_url` takes the change back, `choices` are ways on."""

    words: str
    undo_url: str = ""
    is_error: bool = False
    choices: tuple[Choice, ...] = ()


def changed(
    request: HttpRequest,
    sentence: Sentence | None,
    *,
    rooms: Iterable[int],
    then: str,
    drawer: str | None = None,
) -> HttpResponse:
    """Answer a change, or a refusal that leaves the page as it truly is.

    An open page gets the board's rows of `rooms`, the strips that count, `drawer` as the drawer's new content
    (CLOSED closes it, None leaves it alone), and the toast. A plain form is sent on to `then`, where the
    sentence is shown.
    """
    if not is_fragment(request):
        say_on_next_page(request, sentence)
        return redirect(then)
    shown = Shown.by(request)
    rows = board_partials(request, shown, rooms) if shown else ""
    if rows is None:
        # The night is longer or shorter than the page's board: positions would be wrong on it.
        say_on_next_page(request, sentence)
        return reload_page()
    content = part("#drawer", "innerHTML", drawer) if drawer else ""
    said = toast(request, sentence) if sentence else ""
    response = HttpResponse(rows + content + said)
    # A page without a board (the list, the night sheet) fetches what it shows itself.
    events = [*(["drawer-close"] if drawer == CLOSED else []), *([] if shown else ["bookings-changed"])]
    if events:
        response["HX-Trigger"] = ", ".join(events)
    return response


def board_partials(request: HttpRequest, shown: Shown, rooms: Iterable[int]) -> str | None:
    """Rows and strips of the night as it is now, for the board a page shows; None when it no longer fits."""
    venue = venue_with(shown.venue_id)
    if venue is None:
        return None
    setup = setup_of(venue)
    board, _ = board_of(setup, shown.day, now=clock.now(), viewer=viewer_of(request))
    return strips(request, board, rooms, shown, setup) if shown.fits(board, venue) else None


def strips(request: HttpRequest, board: Board, rooms: Iterable[int], shown: Shown, setup: Setup) -> str:
    """The partials of a refresh: rows asked for, those without a room, and what counts them all."""
    wanted = setup.touching(rooms)
    context = {
        "board": board,
        "rooms": [row for row in board.rows if not row.is_loose and row.id in wanted],
        "is_list": shown.part == LIST,
        "is_board": shown.part == BOARD,
        "sections": None if shown.part == LIST else board.short_agenda,
        "list_url": address("agenda", day=shown.day),
        "has_steps": shown.part == STEPS,
        "check_in_url": check_in_url(request),
    }
    if shown.part == STEPS:
        context["steps"] = steps_for(request, setup)
        context["examples_url"] = examples_address(request, setup) if context["steps"] else ""
    return render_to_string("bookings/board/partials.html", context, request)


def check_in_url(request: HttpRequest) -> str:
    """Where the list's buttons check a party in (0 for the booking's id); empty for who may not."""
    return address("booking-check-in", 0) if request.user.has_perm("bookings.edit_booking") else ""


def part(target: str, swap: str, content: str) -> str:
    """One piece of an answer, and where htmx puts it."""
    return f'<hx-partial hx-target="{target}" hx-swap="{swap}">{content}</hx-partial>'


def toast(request: HttpRequest, sentence: Sentence) -> str:
    """A sentence as a toast partial."""
    shown: SafeString = render_to_string(
        "components/toast.html",
        {
            "message": sentence.words,
            "undo_url": sentence.undo_url,
            "is_error": sentence.is_error,
            "choices": sentence.choices,
        },
        request,
    )
    return part("#toasts", "beforeend", shown)


def reload_page() -> HttpResponse:
    """Have the page load itself anew: its frame is not right any more."""
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response


def go_to(request: HttpRequest, path: str) -> HttpResponse:
    """Send whoever asked to a page: by a redirect, or from a toast's Undo by one that htmx follows itself."""
    if not is_fragment(request):
        return redirect(path)
    response = HttpResponse()
    response["HX-Redirect"] = path
    return response


def form_again(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 422, extra: str = ""
) -> HttpResponse:
    """Show a form with what is wrong: in the drawer of an open page, or as a page of its own.

    The template holds the drawer's content as its partial "drawer".
    """
    if not is_fragment(request):
        return render(request, template, context, status=status)
    content = render_to_string(f"{template}#drawer", context, request)
    return HttpResponse(part("#drawer", "innerHTML", content) + extra, status=status)


def undo_address(row: Occupancy, *, told: bool = False) -> str:
    """Where the change that made the row's present version is taken back.

    `told` if the guest heard of the change: then they hear of the undo, too.
    """
    address = f"{reverse('dashboard:booking-undo', args=[row.pk])}?version={row.version}"
    return f"{address}&tell=1" if told else address


def say_on_next_page(request: HttpRequest, sentence: Sentence | None) -> None:
    """Keep a sentence for the page that follows: its toast, Undo included."""
    if sentence is None:
        return
    level = messages.ERROR if sentence.is_error else messages.SUCCESS
    messages.add_message(request, level, sentence.words, extra_tags=sentence.undo_url)
