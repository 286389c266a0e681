"""Taking money, giving it back, taking a mistake back, and issuing an invoice: from the drawer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.models import Occupancy
from bookings.views.answers import Sentence, changed, form_again
from bookings.views.drawer import TEMPLATE, booking_called, drawer_content, drawer_context
from bookings.views.pages import address
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError, NotFound
from boom.core.money import Money
from boom.core.providers.stripe import StripeDown
from boom.problems import add_refusal
from payments.errors import PaymentUnknown
from payments.forms.desk import GiveBackForm, InvoiceForm, TakeBackForm, TakePaymentForm
from payments.forms.links import ChargeCardForm
from payments.models import DocumentKind, Payment, PaymentState, Refund, RefundState
from payments.papers import method_word
from payments.selectors.accounts import BookingMoney, money_of
from payments.selectors.refunds import ways_back
from payments.services.charges import charge_card
from payments.services.documents import issue_invoice
from payments.services.forgetting import forget_card
from payments.services.giving_back import refund_booking
from payments.services.taking import record_payment, take_back_payment
from payments.views.drawer import OVERRIDE, REFUND, TAKE


@require_POST
@staff(TAKE)
def take(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Note a payment; sent twice, it is noted once."""
    row, money = _booking(booking_id)
    form = TakePaymentForm(request.POST, money=money)
    if not form.is_valid():
        return _again(request, row, take_form=form)
    typed = form.cleaned_data
    try:
        payment = record_payment(
            booking_id=row.pk,
            method=typed["method"],
            amount_minor=typed["amount"],
            note=typed["note"],
            now=clock.now(),
            idempotency_key=typed["key"] or None,
            rest_to_credit=typed.get("keep_rest", False),
        )
    except DomainError as error:
        add_refusal(form, error)
        return _again(request, row, take_form=form)
    words = _("Took %(amount)s, %(method)s.") % {
        "amount": Money(payment.amount_minor, payment.currency).format(),
        "method": method_word(payment.method).lower(),
    }
    return _done(request, row, words)


@require_POST
@staff(REFUND)
def give_back(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Give money back: first what would go back and how, then, once that was seen, for good."""
    row, money = _booking(booking_id)
    may_exceed = request.user.has_perm(OVERRIDE)
    form = GiveBackForm(request.POST, money=money, may_exceed=may_exceed)
    if not form.is_valid():
        return _again(request, row, give_form=form)
    typed = form.cleaned_data
    amount = Money(typed["amount"], money.standing.currency)
    if (
        not typed["sure"]
        and amount <= money.refundable
        and (may_exceed or amount <= money.standing.to_give_back)
    ):
        ways = ways_back(
            money,
            amount.minor,
            to_credit=typed.get("to_credit", False),
            to_voucher=typed["to_voucher"],
            by=typed.get("by", ""),
        )
        return _again(request, row, status=200, give_form=form, to_confirm=amount, ways_back=ways)
    try:
        refund = refund_booking(
            booking_id=row.pk,
            amount_minor=amount.minor,
            now=clock.now(),
            to_credit=typed.get("to_credit", False),
            to_voucher=typed["to_voucher"],
            reason=typed.get("reason", ""),
            may_exceed=may_exceed,
            items=form.items_given(),
            by=typed.get("by", ""),
            idempotency_key=typed["key"] or None,
        )
    except DomainError as error:
        add_refusal(form, error)
        return _again(request, row, give_form=form)
    words = _("Gave %(amount)s back.")
    if refund.voucher is not None:
        words = _("Gave %(amount)s back as the gift voucher %(code)s.")
        return _done(request, row, words % {"amount": amount.format(), "code": refund.voucher.code})
    if Refund.objects.filter(booking_id=row.pk, state=RefundState.PENDING).exists():
        words = _("%(amount)s goes back. What was paid by card is on its way there.")
    return _done(request, row, words % {"amount": amount.format()})


@require_POST
@staff(TAKE)
def charge(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Charge the card that was left for a booking; pressed twice, it is charged once."""
    row, money = _booking(booking_id)
    form = ChargeCardForm(request.POST, money=money)
    if not form.is_valid():
        return _again(request, row, charge_form=form)
    try:
        payment = charge_card(
            booking_id=row.pk,
            amount_minor=form.cleaned_data["amount"],
            key=form.cleaned_data["key"],
            now=clock.now(),
        )
    except StripeDown:
        words = _(
            "The payment service is not answering. The charge is under way: do not take it another way."
        )
        return _done(request, row, words)
    except DomainError as error:
        add_refusal(form, error)
        return _again(request, row, charge_form=form)
    amount = Money(payment.amount_minor, payment.currency).format()
    if payment.state == PaymentState.FAILED:
        words = _("The card was not charged: %(why)s Ask for it by link instead.") % {"why": payment.note}
    elif payment.state == PaymentState.PENDING:
        words = _("%(amount)s are under way. The booking says when they have arrived.") % {"amount": amount}
    else:
        words = _("Charged %(amount)s to the card.") % {"amount": amount}
    return _done(request, row, words)


@require_POST
@staff(TAKE)
def forget(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Forget the card that was left, here and at Stripe. Not to be taken back."""
    row, _money = _booking(booking_id)
    forget_card(booking_id=row.pk, now=clock.now())
    return _done(request, row, _("The card is forgotten. Nobody can charge it any more."))


@require_POST
@staff(OVERRIDE)
def take_back(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Say that a payment was never made."""
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None or payment.booking_id is None:
        raise PaymentUnknown
    row = booking_called(payment.booking_id)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return _again(request, row, back_form=form)
    try:
        take_back_payment(payment_id=payment.pk, reason=form.cleaned_data["reason"], now=clock.now())
    except DomainError as error:
        add_refusal(form, error)
        return _again(request, row, back_form=form)
    words = _("Took the payment of %(amount)s back.") % {
        "amount": Money(payment.amount_minor, payment.currency).format()
    }
    return _done(request, row, words)


@require_POST
@staff(TAKE)
def invoice(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Issue an invoice, or the one that puts an older one right."""
    row, _money = _booking(booking_id)
    form = InvoiceForm(request.POST)
    if not form.is_valid():
        return _again(request, row, invoice_form=form)
    try:
        issued = issue_invoice(booking_id=row.pk, buyer=form.cleaned_data["buyer"], now=clock.now())
    except DomainError as error:
        add_refusal(form, error)
        return _again(request, row, invoice_form=form)
    words = _("Issued invoice %(name)s.") if issued.kind == DocumentKind.INVOICE else _("Issued %(name)s.")
    return _done(request, row, words % {"name": issued.name})


def _booking(booking_id: int) -> tuple[Occupancy, BookingMoney]:
    row = booking_called(booking_id)
    if row.kind != "booking":
        raise NotFound
    return row, money_of(row)


def _again(request: HttpRequest, row: Occupancy, *, status: int = 422, **given: Any) -> HttpResponse:
    """The drawer with a form as it was typed, and what is wrong with it or to be confirmed."""
    return form_again(request, TEMPLATE, drawer_context(request, row, parts_given=given), status=status)


def _done(request: HttpRequest, row: Occupancy, words: str) -> HttpResponse:
    """The board's rows, the drawer as it is now, and what was done."""
    return changed(
        request,
        Sentence(words),
        rooms=[row.room_id],
        then=address("booking", row.pk),
        drawer=drawer_content(request, booking_called(row.pk)),
    )
