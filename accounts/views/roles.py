"""Roles that a business makes for itself, and the venues that somebody is limited to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import PersonUnknown, RoleInUse, RoleUnknown
from accounts.forms import OwnRoleForm, VenuesForm
from accounts.models import OwnRole, User
from accounts.services import limit_to_venues
from accounts.services.roles import change_own_role, create_own_role, remove_own_role
from boom.access import StaffRequest, staff
from boom.core.errors import DomainError
from boom.problems import add_refusal, refused

MANAGE = "accounts.manage_staff"


@require_http_methods(["GET", "POST"])
@staff(MANAGE)
def new(request: StaffRequest) -> HttpResponse:
    form = OwnRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            role = create_own_role(**form.cleaned_data)
        except DomainError as error:
            add_refusal(form, error)
            return refused(_page(request, form), error)
        messages.success(request, f"Made the role {role}.")
        return redirect("staff:people")
    return _page(request, form, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff(MANAGE)
def edit(request: StaffRequest, role_id: int) -> HttpResponse:
    role = OwnRole.objects.filter(pk=role_id).first()
    if role is None:
        raise RoleUnknown
    form = OwnRoleForm(request.POST or None, initial={"name": role.name, "permissions": role.permissions})
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_own_role(role_id=role_id, **form.cleaned_data)
        except DomainError as error:
            add_refusal(form, error)
            return refused(_page(request, form, role=role), error)
        messages.success(request, f"Saved {changed}. Whoever has it signs in anew.")
        return redirect("staff:people")
    return _page(request, form, role=role, status=422 if form.errors else 200)


@require_POST
@staff(MANAGE)
def remove(request: StaffRequest, role_id: int) -> HttpResponse:
    try:
        role = remove_own_role(role_id=role_id)
    except RoleInUse as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Removed the role {role}.")
    return redirect("staff:people")


@require_http_methods(["GET", "POST"])
@staff(MANAGE)
def venues(request: StaffRequest, user_id: int) -> HttpResponse:
    """The venues and rooms that a person may touch."""
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        raise PersonUnknown
    form = VenuesForm(
        request.POST if request.method == "POST" else None,
        initial={"venues": person.venue_ids, "rooms": person.room_ids},
    )
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.cleaned_data
            limit_to_venues(user_id=user_id, venue_ids=chosen["venues"], room_ids=chosen["rooms"])
        except DomainError as error:
            add_refusal(form, error)
            return refused(_venues_page(request, person, form), error)
        sees = "every venue"
        if chosen["rooms"]:
            sees = "only their rooms"
        elif chosen["venues"]:
            sees = "only their venues"
        messages.success(request, f"{person} sees {sees} from now on.")
        return redirect("staff:people")
    return _venues_page(request, person, form, status=422 if form.errors else 200)


def _page(
    request: StaffRequest, form: OwnRoleForm, *, role: OwnRole | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "accounts/own_role.html", {"form": form, "role": role}, status=status)


def _venues_page(request: StaffRequest, person: User, form: VenuesForm, *, status: int = 200) -> HttpResponse:
    return render(request, "accounts/venues.html", {"form": form, "person": person}, status=status)
