"""Selling gift vouchers online: how a venue does it, a sale begun and led to Stripe, and given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.venue_scope import Place, may_see_place
from bookings.models import Venue
from bookings.services.vouchers import empty_voucher
from boom.core.db import refusing, service
from boom.core.errors import Invalid, NotFound
from boom.core.ids import new_token
from boom.core.money import Money
from payments.domain.vouchers import is_for_sale
from payments.errors import (
    REFUSALS,
    ChargedBack,
    NotForSale,
    NothingLeftOfIt,
    VoucherSaleUnknown,
    VouchersNotSold,
)
from payments.models import (
    PaymentState,
    Refund,
    RefundLine,
    RefundState,
    VoucherSale,
    VoucherShop,
)
from payments.selectors.refunds import surcharge_back
from payments.selectors.vouchers import FOR_BUYER, hash_of, open_shop, sale_for_staff, token_of
from payments.services.accounts import settings_of, who
from payments.services.card_outcomes import settle_page
from payments.services.card_pages import Wanted
from payments.services.card_refunds import begin_card_refund
from payments.services.checkouts import open_page
from payments.services.vouchers_sold import locked_sale, tell_of_sale

MOST_AMOUNTS = 8
MOST_MINOR = 10**7


@dataclass(frozen=True, slots=True)
class Gift:
    """What somebody wants to give, and to whom."""

    amount_minor: int
    buyer_name: str
    buyer_email: str
    for_name: str = ""
    for_email: str = ""
    message: str = ""


@service
def change_shop(
    *,
    venue_id: int,
    is_open: bool,
    amounts: Sequence[int],
    least_minor: int | None,
    most_minor: int | None,
    good_for_months: int,
    words: str,
) -> VoucherShop:
    """Say whether and how vouchers are sold online. Those that were sold keep what they say.

    Raises NotFound, Invalid.
    """
    venue = Venue.objects.select_for_update(of=("self",)).filter(pk=venue_id).first()
    if venue is None or not may_see_place(Place(venue_id)):
        raise NotFound
    if len(amounts) > MOST_AMOUNTS or not all(0 < minor <= MOST_MINOR for minor in amounts):
        raise Invalid(fields={"amounts": f"At most {MOST_AMOUNTS} amounts, each above zero."})
    if (least_minor is None) != (most_minor is None):
        raise Invalid(fields={"most": "Give both ends, or neither."})
    if least_minor is not None and most_minor is not None and not 0 < least_minor <= most_minor <= MOST_MINOR:
        raise Invalid(fields={"most": "The most is at least the least, and both are above zero."})
    if is_open and not amounts and least_minor is None:
        raise Invalid(fields={"amounts": "Give amounts to choose from, or let guests choose their own."})
    shop = VoucherShop.objects.filter(venue=venue).first() or VoucherShop(venue=venue)
    shop.is_open, shop.amounts = is_open, sorted(set(amounts))
    shop.least_minor, shop.most_minor = least_minor, most_minor
    shop.good_for_months, shop.words = good_for_months, words.strip()
    shop.save()
    return shop


@service
def begin_sale(
    *, venue_id: int, gift: Gift, now: datetime, idempotency_key: str | None = None
) -> VoucherSale:
    """Write down what somebody is about to pay for. The same form again is the same sale.

    Raises VouchersNotSold, NotForSale.
    """
    venue = Venue.objects.get(pk=venue_id)
    shop = open_shop(venue)
    if shop is None:
        raise VouchersNotSold
    before = VoucherSale.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    if before is not None and before.amount_minor == gift.amount_minor:
        return before
    if not is_for_sale(gift.amount_minor, shop.amounts, shop.least_minor, shop.most_minor):
        raise NotForSale
    nonce = new_token()
    with refusing(REFUSALS, is_final=True):
        return VoucherSale.objects.create(
            venue=venue,
            amount_minor=gift.amount_minor,
            currency=venue.currency,
            buyer_name=gift.buyer_name.strip(),
            buyer_email=gift.buyer_email.strip(),
            for_name=gift.for_name.strip(),
            for_email=gift.for_email.strip(),
            message=gift.message.strip(),
            good_for_months=shop.good_for_months,
            nonce=nonce,
            token_hash=hash_of(token_of(nonce)),
            buyer_hash=hash_of(token_of(nonce, purpose=FOR_BUYER), purpose=FOR_BUYER),
            begun_at=now,
            idempotency_key=idempotency_key,
        )


def open_sale_page(*, sale_id: int, success_url: str, cancel_url: str, now: datetime) -> str:
    """Where a voucher is paid: Stripe's page on the venue's account. As `checkouts.open_page`."""
    sale = VoucherSale.objects.select_related("venue").get(pk=sale_id)
    amount = Money(sale.amount_minor, sale.currency)
    wanted = Wanted(
        booking_id=None,
        sale_id=sale.pk,
        amount=amount,
        surcharge=settings_of(sale.venue).surcharge_on(amount),
        email=sale.buyer_email,
        success_url=success_url,
        cancel_url=cancel_url,
        payer="voucher",
    )
    return open_page(wanted, now=now)


def settle_sale(*, sale_id: int, now: datetime) -> None:
    """Ask how the payments of a sale stand, and make them stand so. Raises as `stripe.read`."""
    rows = VoucherSale.objects.get(pk=sale_id).payments.filter(state=PaymentState.PENDING)
    for payment_id in list(rows.order_by("id").values_list("pk", flat=True)):
        settle_page(payment_id=payment_id, now=now)


@service
def give_back_voucher(*, sale_id: int, reason: str, now: datetime) -> Refund:
    """Give back to the card what is left on a voucher, which pays for nothing any more.

    It is off the voucher at once, and on it again should the money not arrive. Raises VoucherSaleUnknown,
    NothingLeftOfIt, ChargedBack where a bank has what was paid, Invalid without a reason.
    """
    if sale_for_staff(sale_id).voucher_id is None:
        raise VoucherSaleUnknown
    if not reason.strip():
        raise Invalid(fields={"reason": "Say why: it stays on record."})
    sale = locked_sale(sale_id)
    assert sale.voucher_id is not None, "it was sold"
    payment = sale.payments.select_for_update(of=("self",)).filter(state=PaymentState.TAKEN).first()
    left = empty_voucher(voucher_id=sale.voucher_id) if payment is not None else 0
    if payment is None or not left:
        raise NothingLeftOfIt
    if left > payment.left_minor:
        raise ChargedBack
    label, key = who()
    with refusing(REFUSALS, is_final=True):
        refund = Refund.objects.create(
            venue=sale.venue,
            voucher_sale=sale,
            amount_minor=left,
            currency=sale.currency,
            state=RefundState.PENDING,
            is_test=payment.is_test,
            reason=reason.strip(),
            given_at=now,
            given_by=label,
            given_by_id=key,
        )
        line = RefundLine.objects.create(
            refund=refund,
            payment=payment,
            method=payment.method,
            amount_minor=left,
            surcharge_minor=surcharge_back(payment, left),
        )
    begin_card_refund(refund, line, payment, now=now)
    tell_of_sale(sale, "payment.refund_begun", refund=refund.pk)
    return refund
