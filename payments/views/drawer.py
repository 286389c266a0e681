"""The part of a booking's drawer about its money. Registered when Django starts (`payments.apps`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext

from bookings.domain.cancellation import fee_of
from bookings.domain.lifecycle import CANCELLABLE, Status
from bookings.domain.paying import Paid, Standing
from bookings.models import Occupancy
from bookings.page_parts import adds_to_drawer
from bookings.services.cancelling import fee_due
from boom.core import clock, text
from boom.core.money import Money
from payments.dispute_words import refund_warning, shown
from payments.forms.desk import GiveBackForm, InvoiceForm, TakeBackForm, TakePaymentForm
from payments.forms.links import AskByLinkForm, ChargeCardForm
from payments.models import PaymentState
from payments.papers import method_word
from payments.selectors.accounts import BookingMoney, money_of
from payments.selectors.disputes import disputes_of_booking
from payments.selectors.links import links_of
from payments.selectors.upfront import charging_account
from payments.services.cards_left import kept_card_of
from payments.services.charges import is_charge
from payments.services.documents import left_of, standing_invoice
from payments.views.movements import movements

TAKE, REFUND, OVERRIDE = "payments.take_payment", "payments.refund_payment", "payments.override_refund"
TAKINGS = "payments.view_takings"
STATE_WORDS = {
    Paid.NOTHING: "Nothing paid",
    Paid.PART: "Part paid",
    Paid.ALL: "Paid",
    Paid.TOO_MUCH: "To give back",
}


def _state_words(standing: Standing) -> str:
    """How a booking stands, in a word or two. What a bank has taken back is paid no more, for all to see."""
    if standing.charged_back and not standing.to_give_back:
        return gettext("Charged back")
    return gettext(STATE_WORDS.get(standing.state, ""))


@adds_to_drawer
def money_part(request: HttpRequest, row: Occupancy, given: Mapping[str, Any]) -> str:
    """What is paid, due and to give back; what was taken; what can be done. Nothing for what has no price."""
    if row.status in {Status.HELD, Status.EXPIRED}:
        return ""
    money = money_of(row)
    if money.is_empty:
        return ""
    return render_to_string("payments/drawer.html", _context(request, row, money, given), request)


def _context(
    request: HttpRequest, row: Occupancy, money: BookingMoney, given: Mapping[str, Any]
) -> dict[str, Any]:
    may = request.user.has_perm
    may_take, may_give, may_exceed = may(TAKE), may(REFUND), may(OVERRIDE)
    can_take = may_take and bool(money.standing.due)
    # Somebody who may not say why gives back what is owed, and sees no form where nothing is.
    can_give = may_give and bool(money.refundable) and (may_exceed or bool(money.standing.to_give_back))
    takes_cards = can_take and charging_account(money.standing.currency) is not None
    keeps = may_take and (takes_cards or money.settings.keeps_card)
    kept = kept_card_of([part.pk for part in money.parts]) if keeps else None
    is_charging = any(is_charge(row) for row in money.payments if row.state == PaymentState.PENDING)
    may_charge = takes_cards and (not is_charging or "charge_form" in given)
    moved = movements(money, may_exceed=may_exceed)
    # Only what went through somebody else's hands can be taken back there.
    disputes = (
        disputes_of_booking([part.pk for part in money.parts])
        if any(row.external_id for row in money.payments) and (can_give or may(TAKINGS))
        else []
    )
    return {
        "booking": row,
        "venue": row.room.venue,
        "money": money,
        "standing": money.standing,
        "state": money.standing.state,
        "state_words": _state_words(money.standing),
        "voucher": Money(money.standing.by_voucher, money.standing.currency),
        "allowed": Money(money.standing.allowed, money.standing.currency),
        "paid": Money(money.standing.paid, money.standing.currency),
        "refunded": Money(money.standing.refunded, money.standing.currency),
        "charged_back": Money(money.standing.charged_back, money.standing.currency),
        "price": Money(money.standing.charged, money.standing.currency),
        "is_together": len(money.parts) > 1,
        "disputes": [shown(each) for each in disputes] if may(TAKINGS) else [],
        "dispute_warnings": [words for each in disputes if (words := refund_warning(each))],
        "movements": moved,
        "mistakes": [each for each in moved if each.payment_id],
        "take_form": (given.get("take_form") or TakePaymentForm(money=money)) if can_take else None,
        "take_is_open": "take_form" in given,
        "give_form": (given.get("give_form") or GiveBackForm(money=money, may_exceed=may_exceed))
        if can_give
        else None,
        "give_is_open": "give_form" in given,
        "to_confirm": given.get("to_confirm"),
        "ways_back": [(method_word(way), part) for way, part in given.get("ways_back", ())],
        "back_form": given.get("back_form") or (TakeBackForm() if may_exceed else None),
        "invoice_form": given.get("invoice_form") or (InvoiceForm() if may_take else None),
        "invoice_is_open": "invoice_form" in given,
        "link_form": given.get("link_form") or (AskByLinkForm(money=money) if takes_cards else None),
        "kept_card": kept,
        "charge_form": (given.get("charge_form") or ChargeCardForm(money=money))
        if kept and may_charge
        else None,
        "charge_is_open": "charge_form" in given,
        "link_is_open": "link_form" in given,
        "links": [
            {"shown": each, "id": str(each.link.pk), "url": request.build_absolute_uri(each.path)}
            for each in (links_of([part.pk for part in money.parts], now=clock.now()) if takes_cards else [])
        ],
        "unfit": unfit_invoice(money),
        "if_cancelled": if_cancelled(row, money) if may("bookings.cancel_booking") else None,
    }


def unfit_invoice(money: BookingMoney) -> tuple[str, Money] | None:
    """The name of an invoice that says something else than the booking costs by now, and what it says."""
    invoice = standing_invoice([part.pk for part in money.parts]) if money.documents else None
    if invoice is None:
        return None
    left = left_of(invoice)
    costs = money.standing.charged - money.standing.allowed
    return (invoice.name, Money(left, invoice.currency)) if left != costs else None


def if_cancelled(row: Occupancy, money: BookingMoney) -> tuple[str, str] | None:
    """What cancelling now would keep and give back, in words; None where nothing is paid, or too late."""
    if row.status not in CANCELLABLE or not money.standing.kept or len(money.parts) > 1:
        return None
    kept = Money(fee_due(row, clock.now()) or 0, money.standing.currency)
    back = fee_of(100, kept, money.standing.kept).refund
    return text.price(kept) if kept else "", text.price(back)
