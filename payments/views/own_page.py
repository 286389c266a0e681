"""The part of a guest's own page about their money. Registered when Django starts (`payments.apps`)."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from bookings.domain.lifecycle import Status
from bookings.models import Booking
from bookings.page_parts import adds_to_own_page
from bookings.selectors.groups import own_parts_of
from boom.core.money import Money
from payments.domain.due_rules import DueRule
from payments.models import RefundState
from payments.selectors.accounts import BookingMoney, money_of
from payments.selectors.upfront import charging_account


@adds_to_own_page
def own_money(request: HttpRequest, booking: Booking, token: str) -> str:
    """What is paid, due and to come back, and the documents; nothing as long as there is nothing to say.

    What was booked together is paid together, but of parts that are somebody else's by now nothing is told.
    """
    money = money_of(booking)
    own = {part.pk for part in own_parts_of(booking.pk)} if booking.group_reference else {booking.pk}
    documents = [each for each in money.documents if each.booking_id in own]
    is_whole = {part.pk for part in money.parts} == own
    if money.is_empty or not (money.is_begun or money.settings.due_rule != DueRule.AT_VISIT):
        return ""
    if not is_whole and not documents:
        return ""
    standing = money.standing
    under_way = sum(row.amount_minor for row in money.refunds if row.state == RefundState.PENDING)
    context = {
        "booking": booking,
        "venue": booking.room.venue,
        "token": token,
        "standing": standing if is_whole else None,
        "fee": Money(standing.charged, standing.currency)
        if booking.status in {Status.CANCELLED, Status.NO_SHOW}
        else None,
        "paid": Money(standing.paid, standing.currency),
        "refunded": Money(standing.refunded - under_way, standing.currency),
        "under_way": Money(under_way, standing.currency),
        "charged_back": Money(standing.charged_back, standing.currency),
        "due_by": money.due_by if money.settings.due_rule != DueRule.AT_VISIT else None,
        "credit": money.credit if is_whole else None,
        "vouchers": own_vouchers(money) if is_whole else [],
        "documents": documents,
        "can_pay": is_whole and bool(standing.due) and charging_account(standing.currency) is not None,
    }
    return render_to_string("payments/own_page.html", context, request)


def own_vouchers(money: BookingMoney) -> list[tuple[str, Money]]:
    """The gift vouchers that money went back as, with what is left on each."""
    made = [row.voucher for row in money.refunds if row.voucher is not None]
    return [(each.code, Money(each.balance_minor, money.standing.currency)) for each in made]
