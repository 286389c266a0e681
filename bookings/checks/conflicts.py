"""Bookings brought over from the old app that clash with another and wait for somebody to decide."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.integrity import Found, checks
from bookings.checks.words import about
from bookings.selectors.unplaced import imported_count, unplaced


@checks("unplaced", word("Every booking brought over has its place"), page="dashboard:unplaced")
def look_at_unplaced(now: datetime) -> Found:
    problems = [about(row, gettext("it clashes with another and waits for you")) for row in unplaced()]
    return Found.of(problems, gettext("%(count)d bookings brought over.") % {"count": imported_count()})
