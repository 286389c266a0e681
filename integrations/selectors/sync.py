"""Accounts at Google and Microsoft, and rooms in step with their calendars, for pages."""

from __future__ import annotations

from django.db.models import Count, Max, Q, QuerySet

from integrations.errors import CalendarAccountUnknown
from integrations.models import CalendarAccount, LinkedCalendar


def accounts() -> list[CalendarAccount]:
    """Those that stand, the oldest first."""
    return list(CalendarAccount.objects.standing().select_related("connected_by").order_by("id"))


def account_of(account_id: int) -> CalendarAccount:
    """One that stands. Raises CalendarAccountUnknown."""
    found = CalendarAccount.objects.standing().filter(pk=account_id).first()
    if found is None:
        raise CalendarAccountUnknown
    return found


def linked_calendars() -> QuerySet[LinkedCalendar]:
    """Rooms in step with calendars, by room: how many bookings stand there (`stands`), how many cannot be
    written (`fails`), and the last word for why (`why`).
    """
    return (
        LinkedCalendar.objects.standing()
        .select_related("calendar__room__venue", "account")
        .annotate(
            stands=Count("events", filter=~Q(events__remote_id="")),
            fails=Count("events", filter=Q(events__failing_since__isnull=False)),
            why=Max("events__last_error"),
        )
        .order_by("calendar__room__order", "calendar__room_id", "id")
    )


def refused_accounts() -> list[CalendarAccount]:
    """Those that let Boom in no more."""
    return list(CalendarAccount.objects.standing().exclude(refused_since=None).order_by("id"))
