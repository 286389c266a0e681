"""Taking money at the desk, and taking back what was never taken."""

from __future__ import annotations

from datetime import datetime

from bookings.domain.lifecycle import Status
from bookings.models import Occupancy
from boom.core.db import refusing, service
from boom.core.errors import Invalid
from boom.core.money import Money
from ledger.domain.entries import credit, debit
from ledger.models import Entry
from ledger.services import post
from payments.domain import chart
from payments.errors import (
    REFUSALS,
    CannotTakeBack,
    MethodNotTaken,
    MoreThanDue,
    NoCustomer,
    NothingToPay,
    PaymentUnknown,
    SentBefore,
)
from payments.models import CreditMovement, Method, Payment, PaymentState
from payments.selectors.credit import credit_of
from payments.services.accounts import Account, locked_account, open_till, settings_of, tell, who
from payments.services.documents import issue_credit_note, issue_receipt
from payments.services.giving_back import give_back
from payments.services.posting import post_payment

# What a till's count holds.
COUNTED = frozenset({Method.CASH, Method.TERMINAL})
# Nobody pays at the desk for what is no booking yet, or none any more.
UNPAYABLE = frozenset({Status.HELD, Status.EXPIRED})


@service
def record_payment(
    *,
    booking_id: int,
    method: str,
    amount_minor: int,
    now: datetime,
    note: str = "",
    idempotency_key: str | None = None,
    rest_to_credit: bool = False,
) -> Payment:
    """Note that money was taken at the desk for a booking and all that is paid with it.

    More than is due is refused, unless `rest_to_credit`: then what is over stays as the guest's credit. The
    same `idempotency_key` again gives the same payment. Raises NothingToPay, MoreThanDue, MethodNotTaken,
    NoCustomer, NotSoMuchCredit, SentBefore, Invalid, BookingUnknown.
    """
    account = locked_account(booking_id)
    before = _recorded_before(idempotency_key, account, method, amount_minor)
    if before is not None:
        return before
    over = _insist(account, method, amount_minor, rest_to_credit=rest_to_credit)
    label, key = who()
    booking, venue = account.booking, account.venue
    payment = Payment(
        venue=venue,
        booking=booking,
        method=method,
        amount_minor=amount_minor,
        currency=account.standing.currency,
        state=PaymentState.TAKEN,
        note=note.strip(),
        till=open_till(venue.pk),
        taken_at=now,
        taken_by=label,
        taken_by_id=key,
        idempotency_key=idempotency_key,
    )
    with refusing(REFUSALS, is_final=True):
        payment.save(force_insert=True)
        post_payment(payment, now)
        if method == Method.CREDIT:
            _move_credit(payment, -amount_minor, now)
    tell(account, "payment.taken", payment=payment.pk)
    issue_receipt(payment, account, now=now)
    if over:
        give_back(locked_account(booking_id), over, now=now, to_credit=True, idempotency_key=None)
    return payment


@service
def take_back_payment(*, payment_id: int, reason: str, now: datetime) -> Payment:
    """Say that a payment was never made: it was noted by mistake. The row stays; the books get another entry.

    Taking one back again changes nothing. In a till that is closed the money was missed at the count: there
    it is the difference that is put right. Raises PaymentUnknown, Invalid without a reason, CannotTakeBack
    where some of it was given back.
    """
    payment = _payment_for_change(payment_id)
    if payment.booking_id is None:
        raise CannotTakeBack
    account = locked_account(payment.booking_id)
    payment.refresh_from_db()
    if payment.state == PaymentState.REVERSED:
        return payment
    if not reason.strip():
        raise Invalid(fields={"reason": "Say why: it stays on record."})
    if payment.state != PaymentState.TAKEN or payment.refunded_minor or payment.method == Method.CARD:
        raise CannotTakeBack
    payment.state = PaymentState.REVERSED
    payment.reversed_at = now
    payment.reversed_because = reason.strip()
    payment.version += 1
    with refusing(REFUSALS, is_final=True):
        payment.save(update_fields=["state", "reversed_at", "reversed_because", "version"])
        post_taken_back(payment, now)
        if payment.method == Method.CREDIT:
            _move_credit(payment, payment.amount_minor, now)
    tell(account, "payment.taken_back", payment=payment.pk)
    issue_credit_note(account, payment=payment, amount_minor=payment.amount_minor, now=now)
    return payment


def _payment_for_change(payment_id: int) -> Payment:
    payment = Payment.objects.select_related("till").filter(pk=payment_id).first()
    if payment is None:
        raise PaymentUnknown
    return payment


def _recorded_before(key: str | None, account: Account, method: str, amount_minor: int) -> Payment | None:
    before = Payment.objects.filter(idempotency_key=key).first() if key else None
    if before is None:
        return None
    same = (before.booking_id in account.ids, before.method, before.amount_minor)
    if same != (True, method, amount_minor):
        raise SentBefore
    return before


def _insist(account: Account, method: str, amount_minor: int, *, rest_to_credit: bool) -> int:
    """Raise where it cannot be taken. Gives what of it is more than is due."""
    booking: Occupancy = account.booking
    if booking.kind != "booking" or booking.status in UNPAYABLE:
        raise NothingToPay
    if amount_minor <= 0:
        raise Invalid(fields={"amount": "Enter an amount above zero."})
    if method != Method.CREDIT and method not in settings_of(account.venue).methods:
        raise MethodNotTaken
    if method == Method.CREDIT:
        _insist_on_credit(account, amount_minor)
    due = account.standing.due
    if not due:
        raise NothingToPay
    over = max(0, amount_minor - due.minor)
    if over and (not rest_to_credit or method == Method.CREDIT):
        words = f"{due.format()} is due; that is {Money(over, due.currency).format()} more."
        raise MoreThanDue(words, details={"due_minor": due.minor, "currency": due.currency})
    if over and booking.customer_id is None:
        raise NoCustomer
    return over


def _insist_on_credit(account: Account, amount_minor: int) -> None:
    """A kinder word than the constraint's, which decides."""
    if account.booking.customer_id is None:
        raise NoCustomer
    has = credit_of(account.booking.customer_id, account.venue.pk, account.standing.currency)
    if amount_minor > has.minor:
        raise REFUSALS["credit_not_overdrawn"](f"The guest has {has.format()} of credit.")


def post_taken_back(payment: Payment, at: datetime) -> Entry:
    """Undo its entry. What a closed till was short of because of it is no difference any more."""
    amount = Money(payment.amount_minor, payment.currency)
    is_counted = payment.till is not None and payment.till.closed_at is not None
    gone_from = (
        chart.difference(payment.venue_id)
        if is_counted and payment.method in COUNTED
        else chart.of_method(payment.venue_id, payment.method)
    )
    return post(
        key=f"payment/{payment.pk}/back",
        kind="payment.back",
        at=at,
        about=f"booking/{payment.booking_id}",
        lines=[debit(chart.guests(payment.venue_id), amount), credit(gone_from, amount)],
    )


def _move_credit(payment: Payment, amount_minor: int, now: datetime) -> None:
    assert payment.booking_id is not None, "credit pays for bookings"
    customer_id = (
        Occupancy.objects.values_list("customer_id", flat=True).get(pk=payment.booking_id)
        if amount_minor < 0
        else payment.credit_movements.values_list("customer_id", flat=True).earliest("id")
    )
    CreditMovement.objects.create(
        customer_id=customer_id,
        venue_id=payment.venue_id,
        currency=payment.currency,
        amount_minor=amount_minor,
        payment=payment,
        at=now,
    )
