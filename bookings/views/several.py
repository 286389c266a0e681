"""Several bookings at once: what would become of each, shown first; then all of them by one press."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from audit.offers import undo_offer
from bookings import toasts
from bookings.forms.several import SeveralForm
from bookings.models import Booking, Occupancy
from bookings.services.several import (
    MOST,
    Change,
    Do,
    Fate,
    NotAllPossible,
    Pick,
    change_several,
    try_several,
)
from bookings.summary import Summary
from bookings.views.acts import insist_on, undo_act_address
from bookings.views.answers import Sentence, say_on_next_page
from bookings.views.pages import Asked, address, asked
from boom.access import staff
from boom.core import text
from boom.core.money import Money
from boom.htmx import page_or_part

TEMPLATE = "bookings/several.html"
PERMISSION = {
    Do.MOVE: "bookings.move_booking",
    Do.CANCEL: "bookings.cancel_booking",
    Do.NO_SHOW: "bookings.edit_booking",
    Do.NOTE: "bookings.edit_booking",
    Do.TAG: "bookings.edit_customers",
}
OVERRIDE = "bookings.override_rules"
_PICK = re.compile(r"(\d{1,18})(?:\.(\d{1,9}))?")
LIST, BOARD = "list", "board"


@dataclass(frozen=True, slots=True)
class FateLine:
    """A booking and what would become of it, in words; `sure` is what the page sends back."""

    id: int
    name: str
    before: str
    after: str
    is_possible: bool
    sure: str


@require_http_methods(["GET", "POST"])
@staff("bookings.edit_booking")
def several(request: HttpRequest) -> HttpResponse:
    """The bookings picked on the board or in the list. Sending `step=do` does what was shown, or nothing."""
    page = asked(request)
    picks = _picks(request, "pick")
    may_override = request.user.has_perm(OVERRIDE)
    data = request.POST if request.method == "POST" else None
    form = SeveralForm(
        data,
        setup=page.setup,
        may_override=may_override,
        may_tag=request.user.has_perm(PERMISSION[Do.TAG]),
        auto_id="several-%s",
    )
    if data is None:
        return render(request, TEMPLATE, _context(request, page, form, picks))
    if not form.is_valid():
        context = _context(request, page, form, picks)
        return render(request, page_or_part(request, TEMPLATE, part="fates"), context, status=422)
    change = form.change()
    insist_on(request, PERMISSION[change.do])
    if data.get("step") == "do":
        return _do(request, page, form, picks, change)
    fates = try_several(picks, change, now=page.now)
    context = _context(request, page, form, picks, fates=fates)
    return render(request, page_or_part(request, TEMPLATE, part="fates"), context)


def _do(
    request: HttpRequest, page: Asked, form: SeveralForm, picks: Sequence[Pick], change: Change
) -> HttpResponse:
    sure = _picks(request, "sure")
    try:
        rows = change_several(sure, change, now=page.now) if sure else []
    except NotAllPossible as error:
        fates = try_several(picks, change, now=page.now)
        context = _context(request, page, form, picks, fates=fates, refused=error.message)
        return render(request, TEMPLATE, context, status=409)
    if not rows:
        return redirect(_back(request, page, picks))
    # Tags are the customers': the bookings' own newest change is another, of earlier.
    undo = undo_offer() if change.do is Do.TAG else undo_act_address(rows[0])
    say_on_next_page(request, Sentence(toasts.changed_several(change.do, rows), undo))
    return redirect(_back(request, page, [Pick(row.pk) for row in rows]))


def _picks(request: HttpRequest, name: str) -> list[Pick]:
    """The bookings named in an address or form: "42" or, as it was shown, "42.3"."""
    values = request.POST if request.method == "POST" else request.GET
    found = (_PICK.fullmatch(value) for value in values.getlist(name)[:MOST])
    return [Pick(int(each[1]), int(each[2]) if each[2] else None) for each in found if each]


def _back(request: HttpRequest, page: Asked, picks: Sequence[Pick]) -> str:
    """Where whoever asked came from: the list, or the board of the night on which the first of them is."""
    came_from = request.POST.get("from") or request.GET.get("from")
    if came_from != BOARD:
        return address("bookings", **page.venue_query)
    first = Booking.objects.filter(pk__in=[pick.booking_id for pick in picks]).order_by("starts_at").first()
    day = page.setup.hours.business_day(first.starts_at) if first else page.day
    return address("calendar", day="" if day == page.today else day, **page.venue_query)


def _context(
    request: HttpRequest,
    page: Asked,
    form: SeveralForm,
    picks: Sequence[Pick],
    *,
    fates: Sequence[Fate] | None = None,
    refused: str = "",
) -> dict[str, Any]:
    if fates is None:
        keys = [pick.booking_id for pick in picks]
        rows = (
            Booking.objects.visible()
            .filter(pk__in=keys, room__venue=page.venue)
            .select_related("room__venue", "customer")
        )
        shown = [
            FateLine(row.pk, row.title, _place(row), "", False, "")
            for row in rows.order_by("starts_at", "id")
        ]
    else:
        tag = form.change().tag
        shown = [_line(fate, tag) for fate in fates]
    possible = sum(line.is_possible for line in shown)
    return {
        "venue": page.venue,
        "form": form,
        "lines": shown,
        "is_tried": fates is not None,
        "possible": possible,
        "refused": refused,
        "verb": _verb(str(form["do"].value()), possible),
        "came_from": request.POST.get("from") or request.GET.get("from") or LIST,
        "action": address("several", **page.venue_query),
        "back_url": _back(request, page, picks),
    }


def _line(fate: Fate, tag: str) -> FateLine:
    row, then = fate.before, fate.after
    return FateLine(
        id=row.pk,
        name=row.title,
        before=_place(row),
        after=_becomes(row, then, tag) if then is not None else fate.why_not,
        is_possible=then is not None,
        sure=f"{row.pk}.{row.version}" if then is not None else "",
    )


def _becomes(before: Occupancy, then: Occupancy, tag: str) -> str:
    """What will be other than it was."""
    if tag:
        return _("Tagged “%(tag)s”") % {"tag": tag}
    if then.status != before.status:
        words = str(text.status_word(then.status))
        if then.fee_minor:
            fee = text.price(Money(then.fee_minor, then.currency))
            words = _("%(status)s, %(fee)s kept") % {"status": words, "fee": fee}
        if kept := Summary(then, then.starts_at).prepaid_kept:
            length = text.duration(kept)
            words = _("%(status)s, %(length)s of prepaid hours kept") % {"status": words, "length": length}
        return words
    if (then.room_id, then.span) != (before.room_id, before.span):
        return _place(then)
    return _("Note added")


def _place(row: Occupancy) -> str:
    return toasts.place(row, dated=True)


def _verb(do: str, count: int) -> str:
    """What the button says: exactly what it will do."""
    words = {
        Do.MOVE: ngettext("Move %(count)s booking", "Move %(count)s bookings", count),
        Do.CANCEL: ngettext("Cancel %(count)s booking", "Cancel %(count)s bookings", count),
        Do.NO_SHOW: ngettext("Mark %(count)s no-show", "Mark %(count)s no-shows", count),
        Do.NOTE: ngettext("Note it on %(count)s booking", "Note it on %(count)s bookings", count),
        Do.TAG: ngettext("Tag who %(count)s booking is of", "Tag who %(count)s bookings are of", count),
    }
    return words[Do(do) if do in set(Do) else Do.MOVE] % {"count": count}
