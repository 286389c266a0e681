"""Calendars at Google and Microsoft, behind one small interface (`base.CalendarProvider`)."""

from __future__ import annotations

from integrations.providers.base import CalendarProvider
from integrations.providers.google import Google
from integrations.providers.microsoft import Microsoft

PROVIDERS: dict[str, CalendarProvider] = {"google": Google(), "microsoft": Microsoft()}
