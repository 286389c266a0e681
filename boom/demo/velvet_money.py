"""Money at Velvet Rooms: the last nights paid and counted, deposits, one thing to give back, an invoice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from accounts.models import User
from bookings.domain.lifecycle import Status
from bookings.models import Booking, Venue
from bookings.selectors.setup import Setup, setup_of
from bookings.services.cancelling import cancel_booking
from bookings.takings import standings_of
from boom.core.actor import Actor, acting
from payments.models import Method, Payment
from payments.selectors.tills import expected_now
from payments.services.documents import issue_invoice
from payments.services.settings import change_settings
from payments.services.taking import record_payment
from payments.services.tills import close_till, open_till

NIGHTS, FLOAT_MINOR = 4, 15_000
DEPOSITS = 6
METHODS = (Method.TERMINAL, Method.TERMINAL, Method.TERMINAL, Method.CASH, Method.BANK)
SEED = 19


def take_money(venue: Venue, *, now: datetime) -> None:
    """Through the services, as the desk would have: each night with its till, tonight's still open."""
    random, setup = Random(SEED), setup_of(venue)
    today = setup.hours.business_day(now)
    change_settings(
        venue_id=venue.pk,
        legal_name="Velvet Rooms Ltd",
        legal_address=venue.address,
        tax_id="",
        prefix="VR",
        methods=[Method.CASH, Method.TERMINAL, Method.BANK],
        due_rule="at_visit",
        due_days=0,
    )
    desk = User.objects.get(role="front_desk")
    with acting(Actor(kind="person", id=str(desk.pk), label=desk.name, source="command")):
        for days in range(NIGHTS, 0, -1):
            _night(setup, today - timedelta(days=days), random, is_short=days == 2)
        opened = min([stretch.start for stretch in setup.night(today).stretches] or [now])
        if opened <= now:
            open_till(venue_id=venue.pk, float_minor=FLOAT_MINOR, now=opened)
        _tonight(venue, setup, today, now, random)
        _ahead(venue, now)


def _night(setup: Setup, day: date, random: Random, *, is_short: bool) -> None:
    """A night with its till: opened, everybody who came pays, counted and closed."""
    span = setup.night(day).span
    opened = min([stretch.start for stretch in setup.night(day).stretches] or [span.start])
    till = open_till(venue_id=setup.venue.pk, float_minor=FLOAT_MINOR, now=opened)
    visits = Booking.objects.filter(
        room__venue=setup.venue,
        status=Status.COMPLETED,
        starts_at__gte=span.start,
        starts_at__lt=span.end,
    )
    for booking in visits.order_by("ends_at", "id"):
        _pay(booking, random.choice(METHODS), now=max(opened, min(booking.ends_at, span.end)))
    counted = expected_now(till)
    if is_short:
        counted["cash"] -= 400
    close_till(
        till_id=till.pk,
        counted=counted,
        reason="Change given for a twenty instead of a ten, most likely" if is_short else "",
        now=span.end,
    )


def _tonight(venue: Venue, setup: Setup, today: date, now: datetime, random: Random) -> None:
    """Who is in a room has paid on arrival, or part of it."""
    span = setup.night(today).span
    present = Booking.objects.filter(
        room__venue=venue,
        status__in=[Status.CHECKED_IN, Status.COMPLETED],
        starts_at__gte=span.start,
        starts_at__lt=span.end,
    )
    for number, booking in enumerate(present.order_by("starts_at", "id")):
        share = 2 if number % 3 == 0 else 1
        _pay(booking, random.choice(METHODS), now=min(now, booking.starts_at), share=share)


def _ahead(venue: Venue, now: datetime) -> None:
    """Deposits by bank transfer; somebody who paid and called off; a company that wants an invoice."""
    coming = Booking.objects.filter(
        room__venue=venue, status=Status.CONFIRMED, starts_at__gt=now + timedelta(days=1), total_minor__gt=0
    ).exclude(customer=None)
    rows = list(coming.filter(group_reference="").order_by("starts_at", "id")[: DEPOSITS + 2])
    for booking in rows[:DEPOSITS]:
        _pay(booking, Method.BANK, now=now, share=2, note="Deposit")
    for booking in rows[DEPOSITS:]:
        _pay(booking, Method.TERMINAL, now=now)
    if len(rows) > DEPOSITS:
        cancel_booking(
            booking_id=rows[DEPOSITS].pk, now=now, reason="Two of them are ill", tell_customer=False
        )
    if len(rows) > DEPOSITS + 1:
        issue_invoice(booking_id=rows[DEPOSITS + 1].pk, now=now, buyer="Harbour Studio Ltd\n4 Quay Street")


def _pay(
    booking: Booking, method: Method, *, now: datetime, share: int = 1, note: str = ""
) -> Payment | None:
    """What is due, or a share of it; None where nothing is."""
    standing = standings_of([booking.pk]).get(booking.pk)
    due = standing.due.minor // share if standing is not None else 0
    if not due:
        return None
    return record_payment(booking_id=booking.pk, method=method, amount_minor=due, now=now, note=note)
