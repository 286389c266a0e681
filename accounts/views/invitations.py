"""Somebody invited makes their account."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors, services
from accounts.forms import JoinForm
from accounts.views.links import drop, keep, kept, private
from boom.access import token_holder
from boom.core import clock
from boom.core.errors import DomainError
from boom.problems import form_refused

INVITATION_COOKIE = "boom-invitation"


@token_holder
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link: looked at, never used up by looking."""
    found = selectors.open_invitation(token, now=clock.now())
    if found is None:
        return _gone(request)
    return keep(redirect("accounts:join"), INVITATION_COOKIE, token, lives=services.INVITATION_LIVES)


@token_holder
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    token, now = kept(request, INVITATION_COOKIE), clock.now()
    found = selectors.open_invitation(token, now=now)
    if found is None:
        return _gone(request)
    form = JoinForm(request.POST or None, email=found.email)
    context = {"form": form, "invitation": found, "role": found.role_name}
    if request.method == "GET":
        return private(render(request, "accounts/join.html", context))
    if not form.is_valid():
        return private(render(request, "accounts/join.html", context, status=422))
    try:
        user = services.accept_invitation(
            token=token, name=form.cleaned_data["name"], password=form.cleaned_data["password"], now=now
        )
    except DomainError as refusal:
        return private(form_refused(request, "accounts/join.html", form, refusal, context))
    login(request, user)
    return drop(redirect("/dashboard/"), INVITATION_COOKIE)


def _gone(request: HttpRequest) -> HttpResponse:
    return drop(render(request, "accounts/invitation_gone.html", status=404), INVITATION_COOKIE)
