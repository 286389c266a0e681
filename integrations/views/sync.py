"""Google and Outlook: accounts connected and left, rooms put in step with their calendars."""

from __future__ import annotations

import functools
import secrets
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.page_parts import adds_to_attention
from bookings.views.setup import venue_of
from boom.access import StaffRequest, View, staff
from boom.core import clock
from boom.core.errors import DomainError, NotFound
from boom.problems import add_refusal
from integrations.errors import ConsentIncomplete, ConsentUnknown, GrantGone
from integrations.forms.sync import LeaveForm, LinkForm
from integrations.models import Company
from integrations.providers import PROVIDERS
from integrations.providers.base import challenge_of, place_of
from integrations.selectors import external
from integrations.selectors import sync as selectors
from integrations.services import external as reading
from integrations.services import sync_accounts as services
from integrations.sync_access import with_access
from tenants.context import current_business
from tenants.links import platform_url

CONNECT = "integrations.connect"
# What a person takes along and brings back says which business sent them (boom.site.calendars).
STATE = "integrations.calendar_consent"
SESSION_KEY = "calendar_consent"
BACK_PATH = "/calendars/connected/"
ANSWER_WITHIN_S = 15 * 60
LONGEST_CODE = 4000


@dataclass(frozen=True, slots=True)
class Offer:
    """A company whose calendars can be connected."""

    code: str
    name: str
    is_standin: bool


def offers() -> list[Offer]:
    """Those that Boom is registered with, or that a stand-in stands in for."""
    found = [(company, place_of(company.value)) for company in Company]
    return [Offer(company.value, company.label, place.is_standin) for company, place in found if place]


def leads_to_companies(view: View) -> View:
    """Let a form end at the companies' pages: browsers hold a redirect against form-action, too."""

    @functools.wraps(view)
    def leading(*args: Any, **kwargs: Any) -> HttpResponseBase:
        places = [place_of(company.value) for company in Company]
        origins = sorted({_origin(place.consent) for place in places if place})
        return cast(View, csp_update({"form-action": origins})(view))(*args, **kwargs)

    return leading


@leads_to_companies
@require_GET
@staff(CONNECT)
def sync(request: HttpRequest) -> HttpResponse:
    """Every account and room in step, and how each is doing."""
    context = {
        "offers": offers(),
        "accounts": selectors.accounts(),
        "linked": selectors.linked_calendars(),
        "conflicts": external.conflicts(),
        "now": clock.now(),
    }
    return render(request, "integrations/sync.html", context)


@require_POST
@staff(CONNECT)
def connect(request: HttpRequest) -> HttpResponse:
    """Send a person to the company, to say yes there."""
    company = request.POST.get("company", "")
    if company not in {offer.code for offer in offers()}:
        raise NotFound
    business = current_business()
    assert business is not None, "a business's page"
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    request.session[SESSION_KEY] = {"company": company, "nonce": nonce, "verifier": verifier}
    url = PROVIDERS[company].consent_url(
        state=signing.dumps({"business": business.pk, "nonce": nonce}, salt=STATE),
        challenge=challenge_of(verifier),
        back=platform_url(BACK_PATH),
        hint=request.POST.get("hint", "")[:254],
    )
    return redirect(url)


@require_GET
@staff(CONNECT)
def connected(request: StaffRequest) -> HttpResponse:
    """A person comes back with a yes or a no; what they bring is good once, in the session that sent them."""
    sent = request.session.pop(SESSION_KEY, None)
    try:
        account = _connected(request, sent)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("integrations:sync")
    if account is None:
        messages.info(request, _("Nothing was connected."))
        return redirect("integrations:sync")
    messages.success(request, _("Connected. Now choose a room and its calendar."))
    return redirect("integrations:sync-link", account)


def _connected(request: StaffRequest, sent: dict[str, str] | None) -> int | None:
    """The account's key; None for a no. Raises ConsentUnknown, ConsentIncomplete, GrantGone and others."""
    business = current_business()
    try:
        brought = signing.loads(request.GET.get("state", ""), salt=STATE, max_age=ANSWER_WITHIN_S)
    except signing.BadSignature as error:
        raise ConsentUnknown from error
    if (
        sent is None
        or business is None
        or brought["business"] != business.pk
        or not constant_time_compare(brought["nonce"], sent["nonce"])
    ):
        raise ConsentUnknown
    code = request.GET.get("code", "")[:LONGEST_CODE]
    if request.GET.get("error") or not code:
        return None
    provider = PROVIDERS[sent["company"]]
    try:
        grant = provider.exchange(code=code, verifier=sent["verifier"], back=platform_url(BACK_PATH))
    except GrantGone as error:
        raise ConsentUnknown from error
    # Microsoft does not list `offline_access` among what it grants.
    if not grant.refresh_token or not provider.scopes - {"offline_access"} <= _short(
        grant.scopes, provider.scopes
    ):
        raise ConsentIncomplete
    own = next((each for each in provider.calendars(grant.access_token) if each.owner), None)
    if own is None:
        raise ConsentIncomplete
    account = services.connect_account(
        company=sent["company"], address=own.owner, grant=grant, person=request.user, now=clock.now()
    )
    return account.pk


def _short(granted: frozenset[str], wanted: frozenset[str]) -> set[str]:
    """What was granted, by our names: Microsoft may write them with its own address in front, in any case."""
    ends = {scope.rpartition("/")[2].lower() for scope in granted}
    return {scope for scope in wanted if scope in granted or scope.lower() in ends}


@require_http_methods(["GET", "POST"])
@staff(CONNECT)
def link(request: HttpRequest, account_id: int) -> HttpResponse:
    """Put a room in step with one of an account's calendars."""
    account, venue = selectors.account_of(account_id), venue_of(request)
    try:
        found = with_access(account.pk, PROVIDERS[account.company].calendars)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("integrations:sync")
    form = LinkForm(request.POST or None, venue=venue, calendars=found)
    if request.method == "POST" and form.is_valid():
        chosen = next(each for each in found if each.id == form.cleaned_data["calendar"])
        try:
            services.link_room(
                account_id=account.pk,
                room_id=form.cleaned_data["room"],
                remote=chosen,
                shows=form.cleaned_data["shows"],
                now=clock.now(),
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(
                request, _("In step from now on. What is there already follows within a minute.")
            )
            return redirect("integrations:sync")
    context = {"account": account, "venue": venue, "form": form, "action": request.get_full_path()}
    return render(request, "integrations/sync_link.html", context, status=422 if form.errors else 200)


@require_POST
@staff(CONNECT)
def read(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Read a linked calendar now."""
    reading.read_soon(calendar_id=calendar_id, now=clock.now())
    messages.success(request, _("It is being read. Load this page again in a moment."))
    return redirect("integrations:sync")


@require_POST
@staff(CONNECT)
def unlink(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Keep a room and its calendar in step no more."""
    opened = services.unlink_room(calendar_id=calendar_id, clears=_clears(request), now=clock.now())
    messages.success(request, _("Ended. Blocks taken away: %(count)s") % {"count": opened})
    return redirect("integrations:sync")


@require_POST
@staff(CONNECT)
def leave(request: HttpRequest, account_id: int) -> HttpResponse:
    """Leave an account and all its calendars."""
    opened = services.disconnect_account(account_id=account_id, clears=_clears(request), now=clock.now())
    messages.success(request, _("Disconnected. Blocks taken away: %(count)s") % {"count": opened})
    return redirect("integrations:sync")


def _clears(request: HttpRequest) -> bool:
    form = LeaveForm(request.POST)
    return form.is_valid() and bool(form.cleaned_data["clears"])


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@adds_to_attention
def attention(request: HttpRequest) -> str:
    """Accounts that let Boom in no more, for whoever may connect them again."""
    if not request.user.has_perm(CONNECT):
        return ""
    found = selectors.refused_accounts()
    if not found:
        return ""
    context = {"accounts": found, "url": reverse("integrations:sync")}
    return render_to_string("integrations/sync_attention.html", context, request=request)
