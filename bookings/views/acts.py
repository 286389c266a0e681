"""What every press on a booking shares: the version its page showed, and how a change is answered."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from bookings.models import Occupancy
from bookings.selectors.changes import events_of
from bookings.selectors.setup import setup_of
from bookings.selectors.waitlist import next_in_line
from bookings.takings import standings_of
from bookings.views.answers import Choice, Sentence, changed, undo_address
from bookings.views.drawer import booking_called, drawer_content
from bookings.views.pages import address
from bookings.views.refusals import from_drawer
from bookings.waitlist_words import next_words
from boom.core import clock
from boom.core.errors import Forbidden


def insist_on(request: HttpRequest, permission: str) -> None:
    """Raise Forbidden for who may not."""
    if not request.user.has_perm(permission):
        raise Forbidden


def version_of(request: HttpRequest, name: str = "version") -> int:
    """The version the page showed; 0, which no row has, for what is none."""
    typed = request.POST.get(name) or request.GET.get(name) or ""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def number_of(request: HttpRequest, name: str) -> int | None:
    """A whole number that was posted; None for what is none."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 19 else None


def done(
    request: HttpRequest,
    row: Occupancy,
    words: str,
    *,
    rooms: Iterable[int] = (),
    can_undo: bool = True,
    undo_url: str = "",
    choices: tuple[Choice, ...] = (),
) -> HttpResponse:
    """The rows it touched, the drawer as it is now if it was the drawer that asked, a toast with Undo."""
    if can_undo and not undo_url:
        undo_url = undo_address(row, told="tell" in request.POST)
    return changed(
        request,
        Sentence(words, undo_url, choices=choices),
        rooms=[row.room_id, *rooms],
        then=address("booking", row.pk),
        drawer=drawer_content(request, booking_called(row.pk)) if from_drawer(request) else None,
    )


def with_owed(words: str, row: Occupancy) -> str:
    """A sentence about a change that may have left money to give back, with how much."""
    standing = standings_of([row.pk]).get(row.pk)
    if standing is None or not standing.to_give_back:
        return words
    owed = gettext("%(amount)s to give back") % {"amount": standing.to_give_back.format()}
    return f"{words}. {owed}"


def with_next(words: str, freed: Occupancy) -> str:
    """A sentence about something that was freed, with who is next on the waiting list for it.

    `freed` is the row as it was. The offer itself follows from the committed fact, a moment later.
    """
    setup = setup_of(freed.room.venue)
    entry = next_in_line(setup, room_id=freed.room_id, span=freed.span, now=clock.now())
    return ". ".join(filter(None, [words, next_words(entry)]))


def undo_act_address(row: Occupancy) -> str:
    """Where all that was done together with a row's newest change is taken back at once."""
    newest = events_of(row)[:1]
    return address("undo", event=newest[0].pk) if newest else ""
