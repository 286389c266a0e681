"""The team's bell: its count, fetched by every open page, and the list behind it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from accounts.models import User
from boom.access import staff
from boom.core import clock
from notifications.forms.alerts import SinceForm
from notifications.selectors.alerts import (
    MOST_COUNTED,
    Alert,
    count_new,
    last_alert_id,
    newest_alerts,
    news_since,
)
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
    """How many are new, for the bell; and what came since the last one that the page knows of, if any."""
    user_id, form = cast(User, request.user).pk, SinceForm(request.GET)
    last_id = last_alert_id()
    since = form.cleaned_data["since"] if form.is_valid() else None
    found = news_since(user_id, since) if since is not None and since < last_id else []
    new = count_new(user_id)
    context = {
        "new": new,
        "is_most": new >= MOST_COUNTED,
        "last": last_id,
        "news": [_toast(each) for each in found],
    }
    return render(request, "notifications/bell.html", context)


def _toast(alert: Alert) -> SafeString:
    words = f"{alert.words}, {alert.about}" if alert.about else alert.words
    return format_html('<a href="{}">{}</a>', alert.url, words)
