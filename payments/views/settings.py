"""How a venue is paid, and what stands on its documents."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.offers import undo_offer
from bookings.views.setup import CHANGE, venue_of
from boom.access import staff
from boom.core.errors import DomainError
from boom.problems import add_refusal
from payments.forms.settings import SettingsForm
from payments.services.accounts import settings_of
from payments.services.settings import change_settings


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def settings(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = SettingsForm(request.POST or None, row=settings_of(venue))
    if request.method == "POST" and form.is_valid():
        try:
            change_settings(venue_id=venue.pk, **form.values())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Payment settings saved."), extra_tags=undo_offer())
            return redirect(request.get_full_path())
    context = {"venue": venue, "form": form, "action": request.get_full_path()}
    return render(request, "payments/settings.html", context, status=422 if form.errors else 200)
