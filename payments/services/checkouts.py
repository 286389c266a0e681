"""Payments by card on a page of Stripe's: the page made, what came of it folded, once.

A page belongs to a PENDING payment of ours that is written before Stripe is asked. What Stripe then has of
the page decides, whoever asks: the guest who comes back, an event, or the sweep. All fold the same state
under the booking's lock, so two at once come one after the other and the second finds it done. Nothing here
asks Stripe within a transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from billing.errors import CallAtWork, UnknownObject
from billing.models import ConnectedAccount, StripeCall
from billing.services.calls import OPERATION, perform_call, record_call
from bookings.domain.reference import shown
from bookings.errors import HoldExpired, NotPossibleNow
from bookings.models import Booking, Occupancy
from bookings.selectors.groups import UNFINISHED, held_together
from bookings.services.paid_holds import confirm_kept
from boom.core.db import lock_rooms, service
from boom.core.errors import DomainError, OverPlan
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from payments.errors import CardsNotTaken, MoreThanDue, NothingToPay, PaidAlready
from payments.models import Method, Payment, PaymentState
from payments.selectors.upfront import charging_account, fee_of
from payments.services.accounts import Account, locked_account, tell, who
from payments.services.cards_left import keep_paid_card
from payments.services.documents import issue_receipt
from payments.services.giving_back import give_back
from payments.services.posting import post_payment
from payments.services.vouchers_sold import fold_sale, locked_sale
from tenants.context import current_business

log = structlog.get_logger(__name__)

CHECKOUT = "checkout"
SESSIONS = "/v1/checkout/sessions"
# A page with what was paid on it.
WHOLE = {"expand": ["payment_intent.payment_method", "setup_intent.payment_method"]}
# Stripe's pages are open for half an hour at the least; a little more, as clocks differ.
OPEN_FOR = timedelta(minutes=32)
# A page with less left than this is not given out again.
SHORTEST_LEFT = timedelta(minutes=5)
# Why what was paid for cannot be had any more.
TOO_LATE: tuple[type[DomainError], ...] = (HoldExpired, NotPossibleNow, OverPlan)
MOST_PAGES = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody is about to pay, and where Stripe's page leads back to.

    It is for a booking, or (`sale_id`) for a gift voucher. `payer` says who of several may pay for one
    booking; each has a page of their own.
    """

    booking_id: int | None
    amount: Money
    email: str
    success_url: str
    cancel_url: str
    payer: str = "booking"
    # Whether Stripe keeps the card for a fee; the guest is told so there, too.
    keeps_card: bool = False
    sale_id: int | None = None
    # What paying by card costs on top, as the guest was shown it.
    surcharge: Money | None = None


def open_page(wanted: Wanted, *, now: datetime) -> str:
    """Where to pay: Stripe's page on the venue's account. Pressed twice it is one page, and one payment.

    Another page that was opened for the same and with another amount takes no money any more. Raises
    CardsNotTaken, NothingToPay, MoreThanDue, PaidAlready, and as `perform_call`: then nothing was charged.
    """
    account = charging_account()
    if account is None:
        raise CardsNotTaken
    stripe.check_ready()
    for _ in range(MOST_PAGES):
        payment, others = _begun(wanted, account.account, now=now)
        for other in others:
            close_page(payment_id=other, now=now)
        session = _page_of(payment, wanted, now=now)
        if session["status"] == "open":
            return str(session["url"])
        settle_page(payment_id=payment.pk, now=now)
        if session["status"] == "complete":
            raise PaidAlready
    raise CallAtWork


def settle_page(*, payment_id: int, now: datetime) -> Payment:
    """Ask how a payment stands at Stripe, and make it stand so here. Raises as `stripe.read`.

    One whose page was never made failed: nobody ever saw where to pay.
    """
    payment = Payment.objects.get(pk=payment_id)
    if payment.state != PaymentState.PENDING or payment.method != Method.CARD:
        return payment
    if not payment.external_id:
        # A charge of a kept card has no page: `kept_cards.settle_charge`.
        is_on_page = (payment.idempotency_key or "").startswith("page:")
        if is_on_page and payment.taken_at <= now - OPEN_FOR:
            _give_up(payment_id=payment_id, now=now)
            payment.refresh_from_db()
        return payment
    present = fetch_session(payment.external_id, account=payment.external_account)
    return fold_session(payment_id=payment_id, present=present, now=now)


def close_page(*, payment_id: int, now: datetime) -> Payment:
    """Let a page take no money any more, unless it has: then that is what came of it. As `perform_call`."""
    payment = Payment.objects.get(pk=payment_id)
    if payment.state == PaymentState.PENDING and payment.external_id:
        call = record_call(
            purpose="close-page",
            about=payment.external_id,
            path=f"{SESSIONS}/{payment.external_id}/expire",
            params={},
            account=payment.external_account,
            business_id=_business_id(),
            is_lasting=False,
            now=now,
        )
        try:
            perform_call(call_id=call.pk, now=now)
        except stripe.StripeRefused as refusal:
            log.info("a page could not be closed", payment=payment.pk, why=refusal.message)
    elif payment.state == PaymentState.PENDING:
        _give_up(payment_id=payment_id, now=now)
    return settle_page(payment_id=payment_id, now=now)


def pending_of(booking_ids: Sequence[int]) -> list[int]:
    """Payments by card for these bookings of which nobody knows yet what came, the oldest first."""
    rows = Payment.objects.filter(booking_id__in=booking_ids, method=Method.CARD, state=PaymentState.PENDING)
    return list(rows.order_by("id").values_list("pk", flat=True))


def fetch_session(session_id: str, *, account: str) -> Object:
    """A page as Stripe has it now, with what was paid on it. Raises as `stripe.read`."""
    return stripe.read(f"{SESSIONS}/{session_id}", WHOLE, account=account)


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
    if call is None or call.business_id != _business_id():
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
        refund = give_back(after, over, now=now, to_credit=False, idempotency_key=None, of=payment.pk)
        sent = {"refund": refund.pk, "amount_minor": over, "currency": payment.currency}
        tell(after, "payment.sent_back", is_late=is_late, **sent)


@service
def _begun(wanted: Wanted, account_id: str, *, now: datetime) -> tuple[Payment, list[int]]:
    """The payment that a page is for, and others under way for the same payer that are to be closed first."""
    what, rows = _for_sale(wanted.sale_id) if wanted.sale_id is not None else _for_booking(wanted)
    mark = f"page:{wanted.payer}:"
    rows = rows.filter(method=Method.CARD, state=PaymentState.PENDING, idempotency_key__startswith=mark)
    begun = list(rows.order_by("id"))
    same = next((row for row in begun if _fits(row, wanted, account_id, now)), None)
    others = [row.pk for row in begun if row is not same]
    if same is not None:
        return same, others
    label, key = who()
    payment = Payment.objects.create(
        **what,
        method=Method.CARD,
        amount_minor=wanted.amount.minor,
        surcharge_minor=wanted.surcharge.minor if wanted.surcharge else 0,
        currency=wanted.amount.currency,
        state=PaymentState.PENDING,
        taken_at=now,
        taken_by=label,
        taken_by_id=key,
        is_test=not stripe.is_live(),
        **fee_of(wanted.amount),
        external_account=account_id,
        idempotency_key=f"{mark}{uuid4().hex}"[:64],
    )
    return payment, others


def _for_booking(wanted: Wanted) -> tuple[dict[str, Any], QuerySet[Payment]]:
    """What a payment for a booking is of, and all there are for it."""
    assert wanted.booking_id is not None, "a page is for a booking or for a voucher"
    account = locked_account(wanted.booking_id)
    _insist_on_due(account, wanted.amount)
    rows = Payment.objects.filter(booking_id__in=account.ids)
    return {"venue": account.venue, "booking": account.booking}, rows


def _for_sale(sale_id: int) -> tuple[dict[str, Any], QuerySet[Payment]]:
    """What a payment for a gift voucher is of, and all there are for it."""
    sale = locked_sale(sale_id)
    if sale.voucher_id is not None:
        raise PaidAlready
    return {"venue": sale.venue, "voucher_sale": sale}, Payment.objects.filter(voucher_sale=sale)


def _fits(row: Payment, wanted: Wanted, account_id: str, now: datetime) -> bool:
    """Whether what was begun is for the same, and has time left."""
    is_same = (row.amount_minor, row.surcharge_minor, row.currency, row.external_account) == (
        wanted.amount.minor,
        wanted.surcharge.minor if wanted.surcharge else 0,
        wanted.amount.currency,
        account_id,
    )
    return is_same and row.taken_at > now - OPEN_FOR + SHORTEST_LEFT


def _insist_on_due(account: Account, amount: Money) -> None:
    """What a hold would come to is due as it is of a booking."""
    due = account.standing.due
    if account.booking.status in UNFINISHED:
        parts = Booking.objects.filter(pk__in=held_together(account.booking.pk))
        due = Money(sum(part.total_minor or 0 for part in parts), account.standing.currency)
    if not due:
        raise NothingToPay
    if not 0 < amount.minor <= due.minor:
        raise MoreThanDue


def _page_of(payment: Payment, wanted: Wanted, *, now: datetime) -> Object:
    """The page of a payment, made where there is none yet."""
    words, reference = _told_there(payment)
    params: dict[str, Any] = {
        "mode": "payment",
        "line_items": _lines(payment, words),
        # Wallets come with cards; what would take days to answer does not.
        "payment_method_types": ["card"],
        "client_reference_id": reference,
        "success_url": wanted.success_url,
        "cancel_url": wanted.cancel_url,
        "expires_at": int((now + OPEN_FOR).timestamp()),
        "payment_intent_data": {"description": words, "metadata": {"boom_payment": str(payment.pk)}},
        "metadata": {"boom_payment": str(payment.pk)},
    }
    if wanted.email:
        params["customer_email"] = wanted.email
    if payment.platform_fee_minor:
        params["payment_intent_data"]["application_fee_amount"] = payment.platform_fee_minor
    if wanted.keeps_card:
        params["customer_creation"] = "always"
        params["payment_intent_data"]["setup_future_usage"] = "off_session"
    call = record_call(
        purpose=CHECKOUT,
        about=f"business:{_business_id()}:payment:{payment.pk}",
        path=SESSIONS,
        params=params,
        account=payment.external_account,
        business_id=_business_id(),
        is_lasting=False,
        now=now,
    )
    session = made_page(call.pk, now=now)
    _note_page(payment_id=payment.pk, session_id=str(session["id"]))
    return session


def made_page(call_id: int, *, now: datetime) -> Object:
    """A page of Stripe's. What it says against one is for us, not for who wants to pay: CardsNotTaken."""
    try:
        return perform_call(call_id=call_id, now=now)
    except stripe.StripeRefused as refusal:
        log.exception("stripe refuses a page to pay on", call=call_id)
        raise CardsNotTaken from refusal


def _lines(payment: Payment, words: str) -> list[dict[str, Any]]:
    """What Stripe's page lists: what is paid for, and what paying by card costs on top."""
    listed = [(words, payment.amount_minor), (gettext("Card surcharge"), payment.surcharge_minor)]
    return [
        {
            "quantity": 1,
            "price_data": {
                "currency": payment.currency.lower(),
                "unit_amount": minor,
                "product_data": {"name": name},
            },
        }
        for name, minor in listed
        if minor
    ]


@service
def _note_page(*, payment_id: int, session_id: str) -> None:
    Payment.objects.filter(pk=payment_id, external_id="", state=PaymentState.PENDING).update(
        external_id=session_id
    )


@service
def _give_up(*, payment_id: int, now: datetime) -> None:
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


def _told_there(payment: Payment) -> tuple[str, str]:
    """What a payment is for as Stripe's page says it, and what it is called there."""
    if payment.booking is not None:
        return reference_words(payment.booking), payment.booking.reference
    return f"{payment.venue.name}, {gettext('Gift voucher')}", f"voucher-{payment.voucher_sale_id}"


def reference_words(booking: Occupancy) -> str:
    """What a payment is for, as statements and Stripe's pages say it; no guest is named."""
    return f"{booking.room.venue.name}, {shown(booking.reference)}"


def business_of(account: str) -> ConnectedAccount:
    """Whose an account is, by our own table. Raises UnknownObject."""
    found = ConnectedAccount.objects.select_related("business").filter(account=account).first()
    if found is None:
        raise UnknownObject(f"No business of ours has the account {account}.")
    return found


def _business_id() -> int:
    business = current_business()
    assert business is not None, "payments live in a business's schema"
    return int(business.pk)
