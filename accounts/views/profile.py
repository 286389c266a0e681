"""A person's own account: name, password, where they are signed in."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.forms import ChangePasswordForm, ProfileForm, TasteForm
from accounts.sessions import open_sessions
from boom.access import StaffRequest, signed_in, stays_open
from boom.core import text


@signed_in
@stays_open
@require_http_methods(["GET", "POST"])
def profile(request: StaffRequest) -> HttpResponse:
    if request.method == "GET":
        return show_profile(request)
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return show_profile(request, name_form=form, status=422)
    services.rename(user_id=request.user.pk, name=form.cleaned_data["name"])
    messages.success(request, "Saved your name.")
    return redirect("accounts:profile")


@signed_in
@stays_open
@require_POST
def taste(request: StaffRequest) -> HttpResponse:
    """How times and dates look to this person."""
    form = TasteForm(request.POST)
    if not form.is_valid():
        return show_profile(request, taste_form=form, status=422)
    services.change_taste(user_id=request.user.pk, **form.cleaned_data)
    messages.success(request, "Saved how times look to you.")
    return redirect("accounts:profile")


@signed_in
@stays_open
@require_POST
def sign_out_elsewhere(request: StaffRequest) -> HttpResponse:
    """End every session of this person but this one."""
    user = services.end_sessions(user_id=request.user.pk)
    update_session_auth_hash(request, user)
    messages.success(request, "Signed out everywhere else.")
    return redirect("accounts:profile")


@signed_in
@stays_open
@require_POST
def end_session(request: StaffRequest, mark: str) -> HttpResponse:
    """Sign out one browser: another one, or this."""
    key = request.session.session_key
    ended = services.end_session(user_id=request.user.pk, mark=mark, present_key=key, now=timezone.now())
    if ended.is_present:
        logout(request)
        return redirect("accounts:sign-in")
    messages.success(request, "Signed out there.")
    return redirect("accounts:profile")


def show_profile(
    request: StaffRequest,
    *,
    name_form: ProfileForm | None = None,
    password_form: ChangePasswordForm | None = None,
    taste_form: TasteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with its forms; the one that was refused shows what was typed."""
    zone = ZoneInfo(request.business.time_zone)  # type: ignore[attr-defined]
    context = {
        "name_form": name_form or ProfileForm(initial={"name": request.user.name}),
        "password_form": password_form or ChangePasswordForm(user=request.user),
        "taste_form": taste_form
        or TasteForm(
            initial={"clock_format": request.user.clock_format, "date_locale": request.user.date_locale}
        ),
        "open_sessions": [
            {
                "session": each,
                "began": _moment(each.began_at, zone),
                "used": _moment(each.used_at, zone),
            }
            for each in open_sessions(
                request.user, present_key=request.session.session_key, now=timezone.now()
            )
        ],
        # Whose errors the head of the page lists.
        "form": name_form or password_form or taste_form,
    }
    return render(request, "accounts/profile.html", context, status=status)


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{text.day(at, zone)}, {text.clock(at, zone)}" if at is not None else ""
