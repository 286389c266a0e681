"""Letters about gift vouchers: to whoever bought one, to whoever it is for, and when its money goes back."""

from __future__ import annotations

from django.template.loader import render_to_string

from bookings.domain.reference import shown
from bookings.models import Booking, Customer, GiftVoucher
from bookings.sold_vouchers import SoldVoucher
from boom.core import text
from boom.core.money import Money
from notifications.languages import language_for, speaking
from notifications.letters import Letter, greeting_name, tidy
from notifications.providers.email import one_line
from tenants.models import Business


def write_bought(sold: SoldVoucher, business: Business) -> Letter:
    """To the buyer: what they bought, the voucher's page with the receipt, and who else was written to."""
    return _letter("bought", sold, business, link=business.url(sold.buyer_path), to_name=sold.buyer_name)


def write_given(sold: SoldVoucher, business: Business) -> Letter:
    """To whoever it is for: whom it is from, the code, and the voucher's page."""
    return _letter("given", sold, business, link=business.url(sold.path), to_name=sold.for_name)


def write_given_back(sold: SoldVoucher, amount: Money, business: Business) -> Letter:
    """To the buyer: what was left on it is on its way to their card."""
    link = business.url(sold.buyer_path)
    return _letter("given_back", sold, business, link=link, to_name=sold.buyer_name, amount=amount)


def write_instead(voucher: GiftVoucher, booking: Booking, business: Business) -> Letter:
    """To a guest: what goes back to them is a gift voucher. Needs room, venue and customer."""
    venue = booking.room.venue
    sold = SoldVoucher(
        venue=venue,
        worth=Money(voucher.initial_minor, venue.currency),
        code=voucher.code,
        good_until=voucher.expires_on,
    )
    return _letter(
        "instead",
        sold,
        business,
        link=business.url("/"),
        to_name=booking.guest_name,
        customer=booking.customer,
        reference=shown(booking.reference),
    )


def _letter(
    name: str,
    sold: SoldVoucher,
    business: Business,
    *,
    link: str,
    to_name: str,
    customer: Customer | None = None,
    amount: Money | None = None,
    reference: str = "",
) -> Letter:
    venue = sold.venue
    with speaking(language_for(customer, venue)):
        context = {
            "business": business,
            "venue": venue,
            "sold": sold,
            "name": greeting_name(to_name),
            "from_name": greeting_name(sold.buyer_name),
            "worth": text.money(sold.worth),
            "link": link,
            "amount": text.money(amount) if amount else "",
            "good_until": text.day(sold.good_until, venue.zone, style="date") if sold.good_until else "",
            "page": business.url("/"),
            "reference": reference,
        }
        path = f"emails/vouchers/{name}"
        return Letter(
            subject=one_line(render_to_string(f"{path}.subject.txt", context), longest=200),
            text=tidy(render_to_string(f"{path}.txt", context)),
            html=render_to_string(f"{path}.html", context),
            sender_name=sold.venue.name,
            reply_to=sold.venue.email,
        )
