"""Is everything in order? What was looked at, what was found, and putting it right, looked at before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.venue_scope import present_limit
from audit.columns import differences
from audit.inspections import newest_inspection, open_finding
from audit.integrity import Check, Fix, fix_called, registered_checks
from audit.models import Finding, Inspection, InspectionPart
from audit.offers import undo_offer
from audit.services.inspecting import ask_inspection
from audit.services.mending import apply_fix, rehearse_fix
from audit.views.acts import Step
from audit.wording import entries
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError, Forbidden, Invalid

SEE = "bookings.change_setup"
# A look that has not come to its end by then never will: its worker is gone.
GIVEN_UP_AFTER = timedelta(minutes=30)
SHOWN_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """A check on the page: what it is, what the last look found, the problems still open."""

    check: Check
    part: InspectionPart | None
    findings: list[Finding]
    page_url: str

    @property
    def open_count(self) -> int:
        settled = sum(finding.settled_at is not None for finding in self.findings)
        return (self.part.problems if self.part else 0) - settled

    @property
    def first(self) -> list[Finding]:
        """Those that are shown at once."""
        return self.findings[:SHOWN_AT_ONCE]

    @property
    def more(self) -> list[Finding]:
        """Those that are folded away below them."""
        return self.findings[SHOWN_AT_ONCE:]


def _insist_on_whole_house() -> None:
    """A look is at every venue: not for people who are limited to some. Raises Forbidden."""
    if present_limit() is not None:
        raise Forbidden


@require_GET
@staff(SEE)
def integrity(request: HttpRequest) -> HttpResponse:
    _insist_on_whole_house()
    now = clock.now()
    newest = newest_inspection(is_finished=False)
    last = newest if newest is None or newest.finished_at else newest_inspection(is_finished=True)
    is_under_way = (
        newest is not None and newest.finished_at is None and now - newest.started_at < GIVEN_UP_AFTER
    )
    context = {
        "now": now,
        "last": last,
        "is_under_way": is_under_way,
        "shown": _shown(last),
    }
    return render(request, "audit/integrity.html", context)


def _shown(last: Inspection | None) -> list[Shown]:
    """Every check with what the look found, those with something open first."""
    parts = {part.check_name: part for part in last.parts.prefetch_related("findings")} if last else {}
    shown = [
        Shown(
            check,
            parts.get(check.name),
            sorted(parts[check.name].findings.all(), key=lambda finding: finding.pk)
            if check.name in parts
            else [],
            reverse(check.page) if check.page else "",
        )
        for check in registered_checks().values()
    ]
    # What wants somebody stands first.
    return sorted(shown, key=lambda each: not each.open_count and not (each.part and each.part.has_failed))


@require_POST
@staff(SEE)
def look(request: HttpRequest) -> HttpResponse:
    _insist_on_whole_house()
    ask_inspection(now=clock.now())
    messages.success(request, _("Everything is being looked over. This takes a moment."))
    return redirect("audit:integrity")


@require_http_methods(["GET", "POST"])
@staff(SEE)
def fix(request: HttpRequest, finding_id: int, fix_name: str) -> HttpResponse:
    """What a repair would change, before it is done; and doing it."""
    _insist_on_whole_house()
    finding = open_finding(finding_id)
    chosen = fix_called(finding.part.check_name, fix_name)
    if not request.user.has_perm(chosen.permission):
        raise Forbidden
    asked = {name: request.POST.get(name, "")[:300] for name in chosen.asks}
    if request.method == "POST" and "apply" in request.POST:
        try:
            apply_fix(finding=finding, fix=chosen, asked=asked, now=clock.now())
        except DomainError as error:
            return _page(request, finding, chosen, asked, why_not=error.message, status=422)
        messages.success(request, _("Put right."), extra_tags=undo_offer())
        return redirect("audit:integrity")
    return _page(request, finding, chosen, asked)


def _page(
    request: HttpRequest,
    finding: Finding,
    chosen: Fix,
    asked: dict[str, str],
    *,
    why_not: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "finding": finding,
        "fix": chosen,
        "asks": [(*each, asked[each[0]]) for each in chosen.asks.items()],
    }
    # What needs words of somebody's is only known once they are there.
    if not why_not and (not chosen.asks or request.method == "POST"):
        try:
            events = rehearse_fix(finding=finding, fix=chosen, asked=asked, now=clock.now())
        except Invalid as error:
            why_not, status = error.message, 422
        except DomainError as error:
            why_not, status = error.message, 409
        else:
            shown = differences(events, whole=True)
            told = entries(events, plainly=True)
            context["steps"] = [Step(entry, shown[entry.id]) for entry in told if shown[entry.id]]
            context["is_rehearsed"] = True
    context["why_not"] = why_not
    return render(request, "audit/fix.html", context, status=status)
