"""The team: who is on it, as what, who is asked to join, and what each role may do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import selectors, services
from accounts.errors import LastOwner
from accounts.forms import InviteForm, RoleForm
from accounts.venue_scope import rooms_of_business, venues_of_business
from boom.access import StaffRequest, staff
from boom.core import clock, throttle
from boom.core.errors import DomainError, Invalid
from boom.htmx import is_fragment
from boom.problems import add_refusal, refused

PAGE = "accounts/staff.html"


@staff("accounts.view_staff")
@require_GET
def people(request: StaffRequest) -> HttpResponse:
    return render(request, PAGE, _context(request))


@staff("accounts.manage_staff")
@require_POST
def invite(request: StaffRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _form_again(request, form, 422)
    now = clock.now()
    try:
        throttle.take(throttle.INVITE, str(request.user.pk), now=now)
        services.invite(
            email=form.cleaned_data["email"],
            **form.chosen(),
            invited_by_id=request.user.pk,
            now=now,
        )
    except DomainError as refusal:
        add_refusal(form, refusal)
        return refused(_form_again(request, form, 409), refusal)
    return _done(request, f"Invited {form.cleaned_data['email']}.")


@staff("accounts.manage_staff")
@require_POST
def change_role(request: StaffRequest, user_id: int) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Invalid("Choose one of the roles.", fields={"role": "Choose one of the roles."})
    try:
        person = services.change_role(user_id=user_id, **form.chosen())
    except LastOwner as refusal:
        return _not_done(request, refusal, user_id)
    _stay_signed_in(request, person)
    return _done(request, f"{person} is now {person.role_name.lower()}.")


@staff("accounts.manage_staff")
@require_POST
def deactivate(request: StaffRequest, user_id: int) -> HttpResponse:
    person = services.deactivate(user_id=user_id)
    undo = reverse("staff:reactivate", kwargs={"user_id": person.pk})
    return _done(request, f"{person} can no longer sign in.", undo=undo)


@staff("accounts.manage_staff")
@require_POST
def reactivate(request: StaffRequest, user_id: int) -> HttpResponse:
    person = services.reactivate(user_id=user_id)
    return _done(request, f"{person} can sign in again.")


@staff("accounts.manage_staff")
@require_POST
def resend_invitation(request: StaffRequest, invitation_id: int) -> HttpResponse:
    now = clock.now()
    throttle.take(throttle.INVITE, str(request.user.pk), now=now)
    invitation = services.resend_invitation(invitation_id=invitation_id, now=now)
    return _done(request, f"Sent {invitation.email} a new link.")


@staff("accounts.manage_staff")
@require_POST
def revoke_invitation(request: StaffRequest, invitation_id: int) -> HttpResponse:
    invitation = services.revoke_invitation(invitation_id=invitation_id, now=clock.now())
    return _done(request, f"Took back the invitation to {invitation.email}.")


def _not_done(request: StaffRequest, refusal: DomainError, user_id: int) -> HttpResponse:
    """Why not, with the list as it still is: the choice on the page was never saved."""
    if not is_fragment(request):
        raise refusal
    context = {**_context(request), "refused": user_id}
    return refused(
        HttpResponse(
            _swap("#people", "outerHTML", render_to_string(f"{PAGE}#people", context, request))
            + _toast(request, refusal.message, is_error=True)
        ),
        refusal,
    )


def _stay_signed_in(request: StaffRequest, person: Any) -> None:
    """Who changes their own role goes on in this browser, under a new session key."""
    if person.pk == request.user.pk:
        update_session_auth_hash(request, person)
        request.user = person


def _context(request: StaffRequest, form: InviteForm | None = None) -> dict[str, Any]:
    own, venues = selectors.own_roles(), venues_of_business()
    names = dict(venues)
    rooms = {room.room_id: room.name for room in rooms_of_business()}
    people = list(selectors.team())
    for person in people:
        person.places = [  # type: ignore[attr-defined]
            *(names[key] for key in person.venue_ids if key in names),
            *(rooms[key] for key in person.room_ids if key in rooms),
        ]
    return {
        "people": people,
        "own_roles": own,
        "has_venues": len(venues) > 1,
        "has_places": len(venues) > 1 or len(rooms) > 1,
        "invitations": selectors.waiting_invitations(),
        "matrix": selectors.permission_matrix(own),
        "role_names": selectors.role_names(own),
        "role_choices": selectors.role_choices(),
        "may_manage": request.user.has_perm("accounts.manage_staff"),
        "form": form or InviteForm(),
        "now": clock.now(),
    }


def _form_again(request: StaffRequest, form: InviteForm, status: int) -> HttpResponse:
    part = f"{PAGE}#invite" if is_fragment(request) else PAGE
    return render(request, part, _context(request, form), status=status)


def _done(request: StaffRequest, sentence: str, *, undo: str = "") -> HttpResponse:
    """What changed, in a sentence, beside the true list."""
    if not is_fragment(request):
        messages.success(request, sentence, extra_tags=undo)
        return redirect("staff:people")
    context = _context(request)
    parts = [
        _swap("#people", "outerMorph", render_to_string(f"{PAGE}#people", context, request)),
        # Not morphed: that would keep the address just invited in its field.
        _swap("#invite", "outerHTML", render_to_string(f"{PAGE}#invite", context, request)),
        _toast(request, sentence, undo_url=undo),
    ]
    return HttpResponse("".join(parts), headers={"HX-Reswap": "none"})


def _toast(request: StaffRequest, sentence: str, **options: Any) -> str:
    toast = render_to_string("components/toast.html", {"message": sentence, **options}, request)
    return _swap("#toasts", "beforeend", toast)


def _swap(target: str, how: str, html: str) -> str:
    return f'<hx-partial hx-target="{target}" hx-swap="{how}">{html}</hx-partial>'
