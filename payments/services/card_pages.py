"""A page of Stripe's to pay on: what it is wanted for, what stands on it, made once and read again.

Nothing here asks Stripe within a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.utils.translation import gettext

from billing.services.calls import perform_call, record_call
from bookings.domain.reference import shown
from bookings.models import Occupancy
from boom.core.db import service
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from payments.errors import CardsNotTaken
from payments.models import Payment, PaymentState
from tenants.context import current_business

log = structlog.get_logger(__name__)

CHECKOUT = "checkout"
SESSIONS = "/v1/checkout/sessions"
# A page with what was paid on it.
WHOLE = {"expand": ["payment_intent.payment_method", "setup_intent.payment_method"]}
# Stripe's pages are open for half an hour at the least; a little more, as clocks differ.
OPEN_FOR = timedelta(minutes=32)


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


def page_of(payment: Payment, wanted: Wanted, *, now: datetime) -> Object:
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
        about=f"business:{business_id()}:payment:{payment.pk}",
        path=SESSIONS,
        params=params,
        account=payment.external_account,
        business_id=business_id(),
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


def fetch_session(session_id: str, *, account: str) -> Object:
    """A page as Stripe has it now, with what was paid on it. Raises as `stripe.read`."""
    return stripe.read(f"{SESSIONS}/{session_id}", WHOLE, account=account)


def reference_words(booking: Occupancy) -> str:
    """What a payment is for, as statements and Stripe's pages say it; no guest is named."""
    return f"{booking.room.venue.name}, {shown(booking.reference)}"


def business_id() -> int:
    """The business whose payments these are."""
    business = current_business()
    assert business is not None, "payments live in a business's schema"
    return int(business.pk)


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


def _told_there(payment: Payment) -> tuple[str, str]:
    """What a payment is for as Stripe's page says it, and what it is called there."""
    if payment.booking is not None:
        return reference_words(payment.booking), payment.booking.reference
    return f"{payment.venue.name}, {gettext('Gift voucher')}", f"voucher-{payment.voucher_sale_id}"
