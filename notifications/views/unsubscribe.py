"""The page by which a guest ends letters that are not part of a booking; mail programs press it too."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bookings.errors import CustomerUnknown, LinkNotGood
from bookings.models import ConsentSource, Purpose
from bookings.selectors.consents import asked_now
from bookings.selectors.sites import setup_of_site, sites
from bookings.services.consents import record_consent
from bookings.views.capability import as_private, link_not_good
from bookings.views.front import venue_context
from boom.access import stays_open, token_holder
from boom.core import clock
from notifications.unsubscribing import customer_of_token


@csrf_exempt  # A mail program presses it from outside (RFC 8058); the token is what it takes.
@token_holder
@stays_open
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask, then end them. Only a POST ends anything: programs that look for harm follow every link."""
    now, customer_id = clock.now(), customer_of_token(token)
    is_done = False
    try:
        if customer_id is None:
            raise LinkNotGood
        if request.method == "POST":
            record_consent(
                customer_id=customer_id,
                asked=asked_now(Purpose.NEWS),
                is_given=False,
                source=ConsentSource.OWN_PAGE,
                now=now,
            )
            is_done = True
    except (CustomerUnknown, LinkNotGood):
        return as_private(link_not_good(request, LinkNotGood(_("This link is not one of ours."))))
    site = min(sites(), key=lambda each: not each.is_published)
    context = venue_context(setup_of_site(site), now=now) | {"is_done": is_done}
    return as_private(render(request, "notifications/unsubscribe.html", context))
