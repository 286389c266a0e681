"""Money that a guest's own change leaves over: given back by the venue's rule, said to them beforehand."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from bookings.given_back import knows_the_way_back
from bookings.models import Booking
from boom.core.db import service
from boom.core.money import Money
from payments.models import Method, Payment
from payments.models.settings import LeftOver
from payments.selectors.accounts import money_of
from payments.services.accounts import locked_account, settings_of
from payments.services.giving_back import give_back, refundable

# What can be given back with nobody at the desk.
BY_ITSELF = frozenset({Method.CARD, Method.CREDIT})


class WayBack:
    """The rule, for bookings (`bookings.given_back`)."""

    def words(self, booking: Booking, amount: Money) -> str:
        """What a guest reads before they confirm a change."""
        money = money_of(booking)
        said = {"amount": amount.format()}
        if money.settings.left_over == LeftOver.CREDIT and booking.customer_id is not None:
            return gettext("%(amount)s of what you paid stays as credit for your next visit.") % said
        if money.settings.left_over != LeftOver.REFUND:
            return gettext("You get %(amount)s back. The venue gives it to you the way you paid.") % said
        by_itself = min(amount.minor, sum(row.left_minor for row in money.taken if row.method in BY_ITSELF))
        if not by_itself:
            return gettext("You get %(amount)s back at the venue, where you paid it.") % said
        if by_itself == amount.minor:
            return gettext("%(amount)s goes back at once the way you paid it.") % said
        said = {
            "part": Money(by_itself, amount.currency).format(),
            "rest": Money(amount.minor - by_itself, amount.currency).format(),
        }
        return gettext("%(part)s goes back at once the way you paid it, %(rest)s at the venue.") % said

    def give(self, *, booking_id: int, amount: Money, now: datetime) -> None:
        """Give it back, or leave it to staff."""
        give_left_over(booking_id=booking_id, amount_minor=amount.minor, now=now)


@service
def give_left_over(*, booking_id: int, amount_minor: int, now: datetime) -> None:
    """Do with so much of what is owed back as the venue says; what that cannot reach waits for staff."""
    account = locked_account(booking_id)
    rule = settings_of(account.venue).left_over
    owed = min(amount_minor, account.standing.to_give_back.minor)
    rows = refundable(account)
    if rule == LeftOver.REFUND:
        rows = [row for row in rows if row.method in BY_ITSELF]
    minor = min(owed, _left(rows))
    to_credit = rule == LeftOver.CREDIT
    if rule == LeftOver.STAFF or not minor or (to_credit and account.booking.customer_id is None):
        return
    give_back(
        account,
        minor,
        now=now,
        to_credit=to_credit,
        idempotency_key=None,
        of=[row.pk for row in rows],
    )


def _left(rows: list[Payment]) -> int:
    return sum(row.left_minor for row in rows)


knows_the_way_back(WayBack())
