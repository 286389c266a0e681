"""Which mails reach one of the team: their own page, and the link in each mail that ends its topic."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bookings.errors import LinkNotGood
from bookings.selectors.sites import setup_of_site, sites
from bookings.views.capability import as_private, link_not_good
from bookings.views.front import venue_context
from boom.access import StaffRequest, signed_in, stays_open, token_holder
from boom.core import clock
from boom.core.errors import NotFound
from notifications.forms.staff_mails import StaffMailsForm
from notifications.selectors.staff_mails import chosen_by
from notifications.services.staff_mails import choose_staff_mails, end_staff_mails
from notifications.topics import TOPICS, open_to
from notifications.unsubscribing import of_staff_token


@require_http_methods(["GET", "POST"])
@signed_in
def staff_mails(request: StaffRequest) -> HttpResponse:
    """Topics with a tick each; those that somebody may not see are not among them."""
    user, offered = request.user, open_to(request.user)
    if request.method == "POST":
        form = StaffMailsForm(request.POST, offered=offered)
        if form.is_valid():
            choose_staff_mails(user_id=user.pk, **form.cleaned_data)
            messages.success(request, _("Saved which mails reach you."))
            return redirect("alerts:mails")
    else:
        form = StaffMailsForm(initial={"topics": chosen_by(user)}, offered=offered)
    status = 422 if form.errors else 200
    return render(request, "notifications/staff_mails.html", {"form": form}, status=status)


@csrf_exempt  # A mail program presses it from outside (RFC 8058); the token is what it takes.
@token_holder
@stays_open
@require_http_methods(["GET", "POST"])
def staff_off(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask, then end mails of one topic. Only a POST ends anything."""
    found = of_staff_token(token)
    if found is None or found[1] not in TOPICS:
        return as_private(link_not_good(request, LinkNotGood(_("This link is not one of ours."))))
    user_id, topic = found
    if is_done := request.method == "POST":
        try:
            end_staff_mails(user_id=user_id, topic=topic)
        except NotFound:
            return as_private(link_not_good(request, LinkNotGood(_("This link is not one of ours."))))
    site = min(sites(), key=lambda each: not each.is_published)
    context = venue_context(setup_of_site(site), now=clock.now())
    context |= {"is_done": is_done, "topic": TOPICS[topic]}
    return as_private(render(request, "notifications/staff_off.html", context))
