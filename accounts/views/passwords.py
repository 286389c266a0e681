"""A password is lost, or to be changed."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors, services
from accounts.errors import LinkSpent, PasswordWrong
from accounts.forms import ChangePasswordForm, NewPasswordForm, ResetRequestForm
from accounts.views.links import drop, keep, kept, person_key, private
from accounts.views.profile import show_profile
from boom.access import StaffRequest, anyone, signed_in, stays_open, token_holder
from boom.core import clock, throttle
from boom.core.errors import DomainError, LimitReached
from boom.middleware import client_address
from boom.problems import add_refusal, form_refused, refused

RESET_COOKIE = "boom-reset"


@anyone
@stays_open
@never_cache
@require_http_methods(["GET", "POST"])
def request_reset(request: HttpRequest) -> HttpResponse:
    form = ResetRequestForm(request.POST or None, initial={"email": request.GET.get("email", "")[:254]})
    if request.method == "GET":
        return render(request, "accounts/reset.html", {"form": form})
    if not form.is_valid():
        return render(request, "accounts/reset.html", {"form": form}, status=422)
    email, now = form.cleaned_data["email"], clock.now()
    try:
        throttle.take(throttle.RESET_PER_ADDRESS, client_address(request), now=now)
        throttle.take(throttle.RESET_PER_ACCOUNT, email, now=now)
    except LimitReached as refusal:
        return form_refused(request, "accounts/reset.html", form, refusal)
    services.request_password_reset(email=email)
    return redirect("accounts:reset-sent")


@anyone
@stays_open
@require_GET
def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/reset_sent.html")


@token_holder
@require_GET
def reset_link(request: HttpRequest, user_key: str, token: str) -> HttpResponse:
    """The mailed link: looked at, never used up by looking (mail scanners follow links)."""
    try:
        user = selectors.holder_of_reset_link(person_key(user_key), token, now=clock.now())
    except LinkSpent:
        user = None
    if user is None:
        return _link_spent(request)
    response = redirect("accounts:reset-new")
    return keep(
        response,
        RESET_COOKIE,
        f"{user_key}:{token}",
        lives=timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    )


@token_holder
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def reset_new(request: HttpRequest) -> HttpResponse:
    user_key, _, token = kept(request, RESET_COOKIE).partition(":")
    now = clock.now()
    try:
        user = selectors.holder_of_reset_link(person_key(user_key), token, now=now)
    except LinkSpent:
        user = None
    if user is None:
        return _link_spent(request)
    form = NewPasswordForm(request.POST or None, user=user)
    context = {"form": form, "person": user}
    if request.method == "GET":
        return private(render(request, "accounts/reset_new.html", context))
    if not form.is_valid():
        return private(render(request, "accounts/reset_new.html", context, status=422))
    services.reset_password(user_id=user.pk, token=token, password=form.cleaned_data["password"], now=now)
    throttle.forgive(throttle.SIGN_IN_PER_ACCOUNT, user.email)
    return drop(redirect("accounts:reset-done"), RESET_COOKIE)


@anyone
@stays_open
@require_GET
def reset_done(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/reset_done.html")


@signed_in
@stays_open
@sensitive_post_parameters("present", "password")
@require_http_methods(["GET", "POST"])
def change_password(request: StaffRequest) -> HttpResponse:
    """Needs the present password, and as few guesses at it as the log-in page allows."""
    if request.method == "GET":
        return redirect("accounts:profile")
    user = request.user
    form = ChangePasswordForm(request.POST, user=user)
    if not form.is_valid():
        return show_profile(request, password_form=form, status=422)
    try:
        throttle.take(throttle.SIGN_IN_PER_ACCOUNT, user.email, now=clock.now())
        if not user.check_password(form.cleaned_data["present"]):
            raise PasswordWrong
    except DomainError as refusal:
        add_refusal(form, refusal)
        return refused(show_profile(request, password_form=form), refusal)
    throttle.forgive(throttle.SIGN_IN_PER_ACCOUNT, user.email)
    changed = services.change_password(user_id=user.pk, password=form.cleaned_data["password"])
    # Every other session ends here; this one goes on under a new key.
    update_session_auth_hash(request, changed)
    messages.success(request, "Changed your password. Other devices are signed out.")
    return redirect("accounts:profile")


def _link_spent(request: HttpRequest) -> HttpResponse:
    return drop(render(request, "accounts/link_spent.html", status=404), RESET_COOKIE)
