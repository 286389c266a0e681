"""The page of a venue's reminders, follow-up and quiet hours."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.offers import undo_offer
from billing.domain.features import Feature
from billing.selectors import allows
from bookings.views.setup import CHANGE, venue_of
from boom.access import staff
from boom.core.errors import DomainError
from boom.problems import add_refusal
from notifications.forms.times import TimesForm
from notifications.services.timing import change_times, times_of
from tenants.context import current_business


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def times(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = TimesForm(request.POST) if request.method == "POST" else TimesForm.of(times_of(venue))
    if request.method == "POST" and form.is_valid():
        try:
            change_times(venue_id=venue.pk, **form.values())
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."), extra_tags=undo_offer())
            return redirect(request.get_full_path())
    context = {
        "venue": venue,
        "form": form,
        "may_text": allows(current_business(), Feature.SMS),
        "sms_is_standin": settings.SMS_IS_STANDIN,
    }
    return render(request, "notifications/times.html", context, status=422 if form.errors else 200)
