"""The team's bell: its count, fetched by every open page, and the list behind it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from boom.access import staff
from boom.core import clock
from notifications.selectors.alerts import MOST_COUNTED, count_new, last_alert_id, newest_alerts
from notifications.services.alerts import mark_seen

EDIT = "bookings.edit_booking"


@require_GET
@staff(EDIT)
def alerts(request: HttpRequest) -> HttpResponse:
    """What is new, newest first. Looking at it is having seen it."""
    user = cast(User, request.user)
    last_id, found = last_alert_id(), newest_alerts(user.pk)
    if any(each.is_new for each in found):
        mark_seen(user_id=user.pk, last_id=last_id)
    return render(request, "notifications/alerts.html", {"alerts": found, "now": clock.now()})


@require_GET
@staff(EDIT)
def count(request: HttpRequest) -> HttpResponse:
    """How many are new, for the bell."""
    new = count_new(cast(User, request.user).pk)
    return render(request, "notifications/bell.html", {"new": new, "is_most": new >= MOST_COUNTED})
