"""The platform's own pages: landing, sign-up, the way to one's venue."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.tokens import HandOverTokens
from billing.selectors import offered_plans
from billing.wording import gives_in_words
from boom.access import View, anyone
from boom.core import clock, throttle
from boom.core.errors import DomainError
from boom.htmx import go_to, page_or_part
from boom.middleware import client_address
from boom.problems import add_refusal, form_refused, refused
from boom.proof import SIGN_UP, insist_on_proof
from boom.site.forms import LONGEST_ADDRESS, FindVenueForm, SignUpForm, label_of
from boom.site.sample_board import sample_board
from boom.site.signing_up import found
from tenants import selectors
from tenants.context import tenant_scope
from tenants.errors import SubdomainTaken
from tenants.links import any_venue
from tenants.models import Business
from tenants.subdomains import suggest_subdomain


def leads_to_venues(view: View) -> View:
    """Let a form end at a venue's host: browsers hold a redirect against form-action too."""
    return cast(View, csp_update({"form-action": [any_venue()]})(view))


@anyone
@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    plans = [(each, gives_in_words(each.plan)) for each in offered_plans()]
    return render(request, "site/landing.html", {"board": sample_board(), "plans": plans})


@anyone
@never_cache
@leads_to_venues
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return render(request, "site/sign_up.html", _sign_up_context(SignUpForm()))
    form, now = SignUpForm(request.POST), clock.now()
    if not form.is_valid():
        return render(request, "site/sign_up.html", _sign_up_context(form), status=422)
    values = dict(form.cleaned_data)
    try:
        insist_on_proof(request, SIGN_UP)
        business, owner = found(values, address=client_address(request), now=now)
    except DomainError as refusal:
        add_refusal(form, refusal)
        is_taken = isinstance(refusal, SubdomainTaken)
        near = selectors.free_subdomains_like(values["subdomain"], now=now) if is_taken else []
        context = _sign_up_context(form, near=near)
        return refused(render(request, "site/sign_up.html", context), refusal)
    return go_to(request, _hand_over(business, owner, now))


@anyone
@never_cache
@require_GET
def subdomain(request: HttpRequest) -> HttpResponse:
    """Whether an address can be had, while it is typed; with nothing typed, one made of the venue's name."""
    now = clock.now()
    throttle.take(throttle.LOOK_UP, client_address(request), now=now)
    typed, name = (request.GET.get(key, "")[:LONGEST_ADDRESS].strip() for key in ("subdomain", "name"))
    label = _label_or_nothing(typed) if typed else suggest_subdomain(name)
    problem = selectors.why_subdomain_unusable(label, now=now) if label or typed else ""
    near = selectors.free_subdomains_like(label, now=now) if problem == SubdomainTaken.message else []
    context = {"label": label, "problem": problem, "near": near, "base_domain": settings.BASE_DOMAIN}
    return render(request, page_or_part(request, "site/subdomain.html", part="state"), context)


@anyone
@never_cache
@leads_to_venues
@require_http_methods(["GET", "POST"])
def find_venue(request: HttpRequest) -> HttpResponse:
    """People sign in at their own venue's host; here they say which that is."""
    form = FindVenueForm(request.POST if request.method == "POST" else None)
    context = {"base_domain": settings.BASE_DOMAIN}
    if request.method == "GET":
        return render(request, "site/find_venue.html", {"form": form, **context})
    if not form.is_valid():
        return render(request, "site/find_venue.html", {"form": form, **context}, status=422)
    try:
        throttle.take(throttle.LOOK_UP, client_address(request), now=clock.now())
    except DomainError as refusal:
        return form_refused(request, "site/find_venue.html", form, refusal, context)
    business = selectors.business_at(form.cleaned_data["venue"])
    if business is None:
        form.add_error("venue", "There is no venue at this address. Look at the link in a mail from it.")
        return render(request, "site/find_venue.html", {"form": form, **context}, status=422)
    return HttpResponseRedirect(business.url(_path_at_venue("accounts:sign-in")))


def _hand_over(business: Business, owner: User, now: datetime) -> str:
    """The address at the new venue's host that signs the owner in there, once and within a minute."""
    with tenant_scope(business):
        token = HandOverTokens(now=now).make_token(owner)
    key = urlsafe_base64_encode(str(owner.pk).encode())
    return business.url(_path_at_venue("accounts:hand-over", user_key=key, token=token))


def _path_at_venue(name: str, **parts: str) -> str:
    return reverse(name, urlconf="boom.urls_tenant", kwargs=parts)


def _label_or_nothing(typed: str) -> str:
    try:
        return label_of(typed)
    except ValueError:
        return ""


def _sign_up_context(form: SignUpForm, *, near: list[str] | None = None) -> dict[str, Any]:
    return {"form": form, "near": near or [], "base_domain": settings.BASE_DOMAIN}
