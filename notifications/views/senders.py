"""The page of a venue's own sender: entered, proven by a code, its server tried."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from billing.domain.features import Feature
from bookings.models import Venue
from bookings.page_parts import adds_to_attention
from bookings.views.setup import CHANGE, take_over, venue_of
from boom.access import needs, staff
from boom.core import clock
from boom.core.errors import Invalid
from boom.forms import PlainForm
from notifications.forms.senders import CodeForm, SenderForm
from notifications.models import Sender
from notifications.own_senders import has_own_address
from notifications.sender_words import advice_on
from notifications.services import senders as services


@needs(Feature.WHITE_LABEL)
@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def sender(request: HttpRequest) -> HttpResponse:
    """`do` says what a press is for: keeping what was typed, a code, another, a trial, a look, or its end."""
    venue = venue_of(request)
    found = Sender.objects.filter(venue=venue).first()
    form, code = SenderForm(initial=_typed(found, venue)), CodeForm()
    if request.method == "POST":
        do = request.POST.get("do", "")
        used: PlainForm | None = None
        if do == "code":
            used = code = CodeForm(request.POST)
        elif do not in {"again", "trial", "check", "remove"}:
            used = form = SenderForm(request.POST)
        if used is None or used.is_valid():
            try:
                words = _carry_out(request, venue, do, form, code)
            except Invalid as error:
                if used is not None:
                    take_over(used, error)
                else:
                    messages.error(request, " ".join(error.fields.values()))
            else:
                messages.success(request, words)
                return redirect(request.get_full_path())
    context = {
        "venue": venue,
        "sender": found,
        "is_own": found is not None and has_own_address(found),
        "advice": advice_on(found) if found is not None else [],
        "may_send_for": bool(settings.MAIL_SPF),
        "form": form,
        "code": code,
        "action": request.get_full_path(),
    }
    status = 422 if form.errors or code.errors else 200
    return render(request, "notifications/sender.html", context, status=status)


def _carry_out(request: HttpRequest, venue: Venue, do: str, form: SenderForm, code: CodeForm) -> str:
    """Do what was pressed; the words that say so. Raises Invalid, NotFound."""
    now = clock.now()
    if do == "code":
        services.prove_sender(venue_id=venue.pk, code=code.cleaned_data["code"].strip(), now=now)
        return _("The address is yours.")
    if do == "again":
        services.ask_for_code(venue_id=venue.pk, now=now)
        return _("Another code is on its way.")
    if do == "trial":
        address = cast(User, request.user).email
        services.ask_for_trial(venue_id=venue.pk, to_address=address)
        words = _("A trial is on its way to %(address)s. Load this page again in a moment.")
        return words % {"address": address}
    if do == "check":
        services.ask_for_check(venue_id=venue.pk)
        return _("The records are being looked at. Load this page again in a moment.")
    if do == "remove":
        services.remove_sender(venue_id=venue.pk)
        return _("Mails go out under Boom’s address again.")
    services.save_sender(venue_id=venue.pk, typed=form.typed, now=now)
    return _("Saved.")


def _typed(found: Sender | None, venue: Venue) -> dict[str, object]:
    if found is None:
        return {"from_name": venue.name, "from_address": venue.email, "port": 587}
    names = ("from_name", "from_address", "reply_to", "host", "port", "security", "user", "dkim_selector")
    return {name: getattr(found, name) for name in names}


@adds_to_attention
def senders_attention(request: HttpRequest) -> str:
    """Servers of venues that do not take mails, for whoever may mend that."""
    if not request.user.has_perm(CHANGE):
        return ""
    rows = list(Sender.objects.exclude(failing_since=None).select_related("venue").order_by("id"))
    return (
        render_to_string("notifications/senders_attention.html", {"senders": rows}, request) if rows else ""
    )
