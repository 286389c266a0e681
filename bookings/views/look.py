"""How the board looks to a person: one press, kept with their account."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.services import keep_board_look
from bookings.looks import CHOICES, is_choice
from bookings.views.pages import address
from boom.access import StaffRequest, staff


@require_POST
@staff("bookings.view_calendar")
def look(request: StaffRequest) -> HttpResponse:
    """Keep what was pressed (`rooms=across`, `colour=paid` …) and go back to where it was pressed."""
    chosen = {name: request.POST[name] for name in CHOICES if name in request.POST}
    chosen = {name: value for name, value in chosen.items() if is_choice(name, value)}
    if chosen:
        keep_board_look(user_id=request.user.pk, chosen=chosen)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # "1" would be ours, too, and `redirect` would look for a view of that name.
    if not (is_ours and back.startswith(("/", "http")) and back.isprintable()):
        return redirect(address("calendar"))
    return HttpResponseRedirect(back)
