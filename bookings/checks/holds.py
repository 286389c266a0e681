"""Holds that outlived their time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.integrity import Fix, Found, checks
from bookings.checks.words import about
from bookings.domain.lifecycle import Status
from bookings.models import Booking
from bookings.services.repairs import let_holds_go

# The sweep runs every quarter of a minute; whoever wants the room sweeps at once.
SLACK = timedelta(minutes=2)


def _let_go(key: str, asked: Mapping[str, str], now: datetime) -> None:
    let_holds_go(now=now)


@checks(
    "holds",
    word("Holds end when their time is up"),
    fixes=[Fix("let-go", word("Let all of them go"), "bookings.edit_booking", _let_go)],
)
def look_at_holds(now: datetime) -> Found:
    """Holds that nobody has swept though their time was up minutes ago: then the sweep does not run."""
    held = Booking.objects.filter(status=Status.HELD)
    overdue = held.filter(held_until__lt=now - SLACK).select_related("room__venue", "customer")
    problems = [about(row, gettext("it was held too long")) for row in overdue.order_by("id")]
    return Found.of(problems, gettext("Holds looked at: %(count)d") % {"count": held.count()})
