"""One act with all it changed, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from audit import wording
from audit.acts import Act, act_of, is_taken_back, last_act_of
from audit.columns import Difference, differences
from audit.errors import CannotTakeBack
from audit.models import AuditEvent
from audit.offers import undo_offer
from audit.services.undo import rehearse, take_back
from audit.taking_back import permissions_for
from audit.views.activity import zone_of
from boom.access import staff
from boom.core import clock, text
from boom.core.errors import DomainError, Forbidden
from boom.htmx import is_fragment

SEE = "audit.view_activity"
# Whoever works at the desk takes back what they did there themselves; what they may, the act decides.
DESK = "bookings.view_calendar"
# A page says so many changes; an undo takes all of them back.
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One event of an act: its line, and its columns before and after."""

    entry: wording.Entry
    differences: list[Difference]


@require_GET
@staff(SEE)
def act(request: HttpRequest, event_id: int) -> HttpResponse:
    found = act_of(event_id)
    first, zone = found.events[0], zone_of(request)
    context = {
        "act": found,
        "first": first,
        "who": wording.who(first),
        "when": f"{text.day(found.at, zone, style='long')}, {text.clock(found.at, zone)}",
        "steps": _steps(found.events[:MOST_SHOWN]),
        "more": max(0, len(found.events) - MOST_SHOWN),
        "is_taken_back": is_taken_back(found.id),
        "may_undo": all(request.user.has_perm(each) for each in permissions_for(found)),
    }
    try:
        then = rehearse(lambda: take_back(event_id=found.id, now=clock.now()))
    except DomainError as error:
        context["why_not"] = error.message
    else:
        context["then"] = _steps(then[:MOST_SHOWN])
    return render(request, "audit/act.html", context)


def _steps(events: list[AuditEvent]) -> list[Step]:
    """Events in words; those that only count upwards say nothing to people."""
    shown = differences(events, whole=True)
    return [
        Step(entry, shown[entry.id]) for entry in wording.entries(events, plainly=True) if shown[entry.id]
    ]


@require_POST
@staff(DESK)
def undo(request: HttpRequest, event_id: int) -> HttpResponse:
    """Take back the act of an event: one's own, or anybody's for those who may see the record."""
    return _undo(request, act_of(event_id))


@require_POST
@staff(DESK)
def undo_last(request: HttpRequest) -> HttpResponse:
    """Take back the newest thing whoever asks has done, whatever it was."""
    found = last_act_of(actor_id=str(request.user.pk), undo_source=wording.UNDO)
    if found is None:
        return _say(request, _("You have changed nothing lately that could be undone."), is_error=True)
    return _undo(request, found)


def _undo(request: HttpRequest, found: Act) -> HttpResponse:
    is_own = (found.events[0].actor_kind, found.events[0].actor_id) == ("person", str(request.user.pk))
    if not (is_own or request.user.has_perm(SEE)):
        raise Forbidden
    if not all(request.user.has_perm(each) for each in permissions_for(found)):
        raise Forbidden
    said = _sentence(found)
    try:
        take_back(event_id=found.id, now=clock.now())
    except CannotTakeBack as error:
        return _say(request, error.message, is_error=True)
    except DomainError as error:
        return _say(request, _("It does not fit any more: %(why)s") % {"why": error.message}, is_error=True)
    return _say(request, said, undo_url=undo_offer())


def _sentence(found: Act) -> str:
    """What was taken back, in the words of the record: "Undone: moved it to Echo (Priya Nair)"."""
    steps = _steps(found.events[:MOST_SHOWN])
    if not steps:
        return _("Undone.")
    entry = steps[0].entry
    words = entry.words if entry.thing in entry.words else f"{entry.words} ({entry.thing})"
    if len({(event.table, event.entity_id) for event in found.events}) > 1 and len(steps) > 1:
        return _("Undone: %(what)s, and %(more)d more.") % {"what": words, "more": len(steps) - 1}
    return _("Undone: %(what)s.") % {"what": words}


def _say(request: HttpRequest, words: str, *, is_error: bool = False, undo_url: str = "") -> HttpResponse:
    """Back to where it was pressed, with a sentence; an open page loads anew, whatever it shows."""
    level = messages.ERROR if is_error else messages.SUCCESS
    messages.add_message(request, level, words, extra_tags=undo_url)
    if is_fragment(request):
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    back = request.POST.get("next", "") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not (is_ours and back.startswith(("/", "http")) and back.isprintable()):
        return redirect("audit:activity" if request.user.has_perm(SEE) else "dashboard:calendar")
    return HttpResponseRedirect(back)
