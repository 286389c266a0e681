"""What came of Stripe's pages: folded once into payments, bookings and gift vouchers.

What Stripe has of a page decides, whoever asks: the guest who comes back, an event, or the sweep. All fold
the same state under the booking's lock, so two at once come one after the other and the second finds it done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from billing.errors import UnknownObject
from billing.models import StripeCall
from billing.services.calls import OPERATION
from bookings.errors import HoldExpired, NotPossibleNow
from bookings.models import Booking
from bookings.selectors.groups import UNFINISHED, held_together
from bookings.services.paid_holds import confirm_kept
from boom.core.db import lock_rooms, service
from boom.core.errors import DomainError, OverPlan
from boom.core.providers.stripe import Object
from payments.models import Method, Payment, PaymentState
from payments.services.accounts import Account, locked_account, tell
from payments.services.card_pages import CHECKOUT, OPEN_FOR, business_id, fetch_session
from payments.services.cards_left import keep_paid_card
from payments.services.documents import issue_receipt
from payments.services.giving_back import give_back
from payments.services.posting import post_payment
from payments.services.vouchers_sold import fold_sale, locked_sale

# Why what was paid for cannot be had any more.
TOO_LATE: tuple[type[DomainError], ...] = (HoldExpired, NotPossibleNow, OverPlan)


def settle_page(*, payment_id: int, now: datetime) -> Payment:
    """Ask how a payment stands at Stripe, and make it stand so here. Raises as `stripe.read`.

    One whose page was never made failed: nobody ever saw where to pay.
    """
    payment = Payment.objects.get(pk=payment_id)
    if payment.state != PaymentState.PENDING or payment.method != Method.CARD:
        return payment
    if not payment.external_id:
        # A charge of a kept card has no page: `charges.settle_charge`.
        is_on_page = (payment.idempotency_key or "").startswith("page:")
        if is_on_page and payment.taken_at <= now - OPEN_FOR:
            give_up(payment_id=payment_id, now=now)
            payment.refresh_from_db()
        return payment
    present = fetch_session(payment.external_id, account=payment.external_account)
    return fold_session(payment_id=payment_id, present=present, now=now)


def pending_of(booking_ids: Sequence[int]) -> list[int]:
    """Payments by card for these bookings of which nobody knows yet what came, the oldest first."""
    rows = Payment.objects.filter(booking_id__in=booking_ids, method=Method.CARD, state=PaymentState.PENDING)
    return list(rows.order_by("id").values_list("pk", flat=True))


def payment_of(present: Object, *, account: str) -> int | None:
    """Which payment of ours a page is for; None for one that was made and never given to anybody.

    By our own rows and by the key of the call that made it, never by what the page says of itself. Raises
    UnknownObject for what is none of ours.
    """
    intent = str((present.get("payment_intent") or {}).get("id") or "")
    names = [name for name in (present["id"], intent) if name]
    known = Payment.objects.filter(external_account=account, external_id__in=names).first()
    if known is not None:
        return known.pk
    key = str((present.get("metadata") or {}).get(OPERATION) or "")
    call = StripeCall.objects.filter(key=key, purpose=CHECKOUT, account=account).first() if key else None
    if call is None or call.business_id != business_id():
        raise UnknownObject(f"No payment of ours has the page {present['id']}.")
    payment = Payment.objects.get(pk=int(call.about.rpartition(":")[2]))
    if payment.external_id in {"", present["id"]}:
        return payment.pk
    if present.get("payment_status") == "paid":
        raise UnknownObject(f"{present['id']} was paid, and another page stands for that payment.")
    return None


@service
def fold_session(*, payment_id: int, present: Object, now: datetime) -> Payment:
    """Make a payment stand as its page at Stripe does: taken, failed, or still under way.

    Taken, it books what was held for it. What cannot be had any more, or was paid already, goes back at once.
    Raises UnknownObject where the page is over another amount than ours.
    """
    booking_id = Payment.objects.values_list("booking_id", flat=True).get(pk=payment_id)
    if booking_id is None:
        return fold_sale(payment_id=payment_id, present=present, now=now)
    # Rooms are locked before rows, by everybody.
    rooms = Booking.objects.filter(pk__in=held_together(booking_id)).values_list("room_id", flat=True)
    lock_rooms(*rooms)
    account = locked_account(booking_id)
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    if payment.state != PaymentState.PENDING:
        return payment
    if present.get("payment_status") == "paid":
        paid = (present.get("amount_total"), str(present.get("currency")).upper())
        if paid != (payment.charged_minor, payment.currency):
            raise UnknownObject(f"{present['id']} is over {paid}, payment {payment.pk} is not.")
        _take(payment, account, present, now)
    elif present.get("status") == "expired":
        payment.state = PaymentState.FAILED
        payment.version += 1
        payment.save(update_fields=["state", "version"])
        tell(account, "payment.failed", payment=payment.pk)
    return payment


@service
def give_up(*, payment_id: int, now: datetime) -> None:
    """Nothing was charged: its page was never made, or nobody was told where it is."""
    booking_id, sale_id = Payment.objects.values_list("booking_id", "voucher_sale_id").get(pk=payment_id)
    rows = Payment.objects.filter(pk=payment_id, external_id="", state=PaymentState.PENDING)
    if booking_id is None:
        locked_sale(sale_id)
        rows.update(state=PaymentState.FAILED)
        return
    account = locked_account(booking_id)
    if rows.update(state=PaymentState.FAILED):
        tell(account, "payment.failed", payment=payment_id)


def _take(payment: Payment, before: Account, present: Object, now: datetime) -> None:
    is_late, booking_id = False, before.booking.pk
    if before.booking.status in UNFINISHED:
        try:
            # What is refused leaves the payment to be noted all the same.
            with transaction.atomic():
                confirm_kept(booking_id=booking_id, now=now)
        except TOO_LATE:
            is_late = True
    account = locked_account(booking_id)
    payment.state = PaymentState.TAKEN
    payment.external_id = str(present["payment_intent"]["id"])
    payment.version += 1
    payment.save(update_fields=["state", "external_id", "version"])
    post_payment(payment, now)
    tell(account, "payment.taken", payment=payment.pk)
    issue_receipt(payment, account, now=now)
    keep_paid_card(payment=payment, present=present, is_late=is_late, now=now)
    after = locked_account(booking_id)
    over = min(payment.amount_minor, after.standing.to_give_back.minor)
    if over:
        refund = give_back(after, over, now=now, to_credit=False, idempotency_key=None, of=[payment.pk])
        sent = {"refund": refund.pk, "amount_minor": over, "currency": payment.currency}
        tell(after, "payment.sent_back", is_late=is_late, **sent)
