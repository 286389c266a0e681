"""Keys for programs: made, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from boom.access import StaffRequest, staff
from boom.core import clock
from boom.core.errors import DomainError
from boom.problems import add_refusal, refused
from integrations.forms.keys import KeyForm
from integrations.models import ApiKey
from integrations.selectors.api_keys import keys_listed
from integrations.services.api_keys import make_key, revoke_key

MANAGE = "integrations.manage_keys"


@require_http_methods(["GET", "POST"])
@staff(MANAGE)
def keys(request: StaffRequest) -> HttpResponse:
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen, now = form.cleaned_data, clock.now()
        try:
            key, secret = make_key(
                name=chosen["name"],
                permissions=chosen["permissions"],
                venue_ids=chosen.get("venues", []),
                made_by_id=request.user.pk,
                now=now,
                expires_at=now + timedelta(days=int(chosen["lives"])) if chosen["lives"] else None,
            )
        except DomainError as error:
            add_refusal(form, error)
            return refused(_page(request, form), error)
        # Never again: only its hash is kept, so the answer itself has to show it.
        return _page(request, KeyForm(), made=key, secret=secret)
    return _page(request, form, status=422 if form.errors else 200)


@require_POST
@staff(MANAGE)
def revoke(request: StaffRequest, key_id: int) -> HttpResponse:
    key = revoke_key(key_id=key_id, now=clock.now())
    messages.success(request, _("Revoked %(name)s. Calls with it are refused.") % {"name": key.name})
    return redirect("integrations:keys")


def _page(
    request: StaffRequest, form: KeyForm, *, made: ApiKey | None = None, secret: str = "", status: int = 200
) -> HttpResponse:
    now = clock.now()
    api_url = request.business.url("/api/v1/")  # type: ignore[attr-defined]
    context = {
        "form": form,
        "made": made,
        "secret": secret,
        "lines": keys_listed(now=now),
        "now": now,
        "api_url": api_url,
        "example": f'curl {api_url}bookings -H "Authorization: Bearer boom_…"',
    }
    return render(request, "integrations/keys.html", context, status=status)
