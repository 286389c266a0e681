"""Signing in and out: at a venue's own host, and at the platform's for the super admin."""

from __future__ import annotations

import structlog
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import services
from accounts.errors import SignInRefused
from accounts.forms import SignInForm
from accounts.models import User
from accounts.views.links import person_key
from boom.access import anyone, stays_open, token_holder
from boom.core import clock, throttle
from boom.core.errors import DomainError
from boom.middleware import client_address
from boom.problems import form_refused

log = structlog.get_logger(__name__)


@anyone
@stays_open
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    return _sign_in(request, "accounts/sign_in.html", home="/dashboard/")


@anyone
@stays_open
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def platform_sign_in(request: HttpRequest) -> HttpResponse:
    """Takes the place of the admin's own log-in: the same limits and words as everywhere."""
    return _sign_in(
        request, "accounts/platform_sign_in.html", home=reverse("admin:index"), runs_platform=True
    )


@anyone
@stays_open
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:sign-in")


@token_holder
@require_GET
def hand_over(request: HttpRequest, user_key: str, token: str) -> HttpResponse:
    """The owner arrives from the sign-up page, a minute after it at most, and is signed in here too."""
    user = services.redeem_hand_over(user_id=person_key(user_key), token=token, now=clock.now())
    login(request, user)
    return redirect("/dashboard/")


def _sign_in(request: HttpRequest, template: str, *, home: str, runs_platform: bool = False) -> HttpResponse:
    if request.method == "GET":
        if request.user.is_authenticated:
            return HttpResponseRedirect(_way_on(request, request.GET.get("next", ""), home))
        form = SignInForm(initial={"next": request.GET.get("next", "")})
        return render(request, template, {"form": form})
    form = SignInForm(request.POST)
    if not form.is_valid():
        return render(request, template, {"form": form}, status=422)
    try:
        user = _who(request, form.cleaned_data["email"], form.cleaned_data["password"])
        if runs_platform and not user.is_superuser:
            raise SignInRefused
    except DomainError as refusal:
        return form_refused(request, template, form, refusal)
    login(request, user)
    return HttpResponseRedirect(_way_on(request, form.cleaned_data["next"], home))


def _who(request: HttpRequest, email: str, password: str) -> User:
    """Check a log-in, within the limits. Raises SignInRefused or TooOften, which tell nothing else."""
    now = clock.now()
    throttle.take(throttle.SIGN_IN_PER_ADDRESS, client_address(request), now=now)
    throttle.take(throttle.SIGN_IN_PER_ACCOUNT, email, now=now)
    user = authenticate(request, username=email, password=password)
    if not isinstance(user, User):
        log.info("sign-in refused", address=client_address(request))
        raise SignInRefused
    throttle.forgive(throttle.SIGN_IN_PER_ACCOUNT, email)
    log.info("signed in", person=user.pk)
    return user


def _way_on(request: HttpRequest, wanted: str, home: str) -> str:
    """Where to after signing in: a path of this very host, or home."""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else home
