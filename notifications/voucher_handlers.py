"""Who is written to about gift vouchers sold online: one mail a fact, as in `notifications.handlers`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bookings.models import Booking, GiftVoucher
from bookings.sold_vouchers import SoldVoucher, sold_voucher
from boom.core import outbox
from boom.core.models import OutboxMessage
from boom.core.money import Money
from notifications import services, voucher_letters
from notifications.handlers import deliver_letter
from notifications.letters import Letter
from tenants.models import Business

Write = Callable[[SoldVoucher, Business], Letter]


@outbox.handles("voucher.sold", name="notifications.mail_voucher_buyer", label="Gift voucher to its buyer")
def mail_buyer(message: OutboxMessage, now: datetime) -> None:
    """Send the buyer what they bought."""
    sold = sold_voucher(message.payload["sale"])
    if sold is not None:
        _send(message, sold, voucher_letters.write_bought, now, address=sold.buyer_email, to="buyer")


@outbox.handles(
    "voucher.sold", name="notifications.mail_voucher_given", label="Gift voucher to whoever it is for"
)
def mail_given(message: OutboxMessage, now: datetime) -> None:
    """Send it to whoever it is for; nothing where the buyer hands it over."""
    sold = sold_voucher(message.payload["sale"])
    if sold is not None:
        _send(message, sold, voucher_letters.write_given, now, address=sold.for_email, to="given")


@outbox.handles(
    "voucher.given_back",
    name="notifications.mail_voucher_given_back",
    label="Word to its buyer that a gift voucher was given back",
)
def mail_given_back(message: OutboxMessage, now: datetime) -> None:
    """Tell the buyer what goes back to their card."""
    sold, payload = sold_voucher(message.payload["sale"]), message.payload
    if sold is None:
        return
    amount = Money(payload["amount_minor"], payload["currency"])

    def write(sold: SoldVoucher, business: Business) -> Letter:
        return voucher_letters.write_given_back(sold, amount, business)

    _send(message, sold, write, now, address=sold.buyer_email, to="buyer")


@outbox.handles(
    "payment.given_as_voucher",
    name="notifications.mail_voucher_instead",
    label="Gift voucher to a guest who gets money back as one",
)
def mail_instead(message: OutboxMessage, now: datetime) -> None:
    """Send a guest the voucher that their money became."""
    booking = Booking.objects.select_related("room__venue", "customer").get(pk=message.payload["booking"])
    voucher = GiftVoucher.objects.get(pk=message.payload["voucher"])
    address = booking.customer.email if booking.customer else ""
    if not address:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.customer",
        to_address=address,
        booking_id=booking.pk,
        now=now,
    )
    if ours is not None:
        deliver_letter(ours, lambda business: voucher_letters.write_instead(voucher, booking, business), now)


def _send(
    message: OutboxMessage, sold: SoldVoucher, write: Write, now: datetime, *, address: str, to: str
) -> None:
    # Somebody who is erased has no address any more.
    if not address:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.{to}",
        to_address=address,
        booking_id=None,
        now=now,
    )
    if ours is not None:
        deliver_letter(ours, lambda business: write(sold, business), now)
