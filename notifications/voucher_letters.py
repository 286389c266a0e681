"""Letters about gift vouchers: to whoever bought one, to whoever it is for, and when its money goes back."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from bookings.domain.reference import shown
from bookings.models import Booking, GiftVoucher, Venue
from bookings.sold_vouchers import SoldVoucher
from boom.core import text
from boom.core.money import Money
from notifications.languages import language_for, speaking
from notifications.letters import Letter
from notifications.writing import Facts, somebody, write
from tenants.models import Business


def write_bought(sold: SoldVoucher, business: Business) -> Letter:
    """To the buyer: what they bought, the voucher's page with the receipt, and who else was written to."""
    language = language_for(None, sold.venue)
    with speaking(language):
        values = _values(sold) | {"sentTo": sold.for_email, "link": business.url(sold.buyer_path)}
        facts = Facts(sold.buyer_name, values, gettext("Your voucher and your receipt"), code=sold.code)
        return write("voucher.sold", facts, business, venue=sold.venue, language=language)


def write_given(sold: SoldVoucher, business: Business) -> Letter:
    """To whoever it is for: whom it is from, the code, and the voucher's page."""
    language = language_for(None, sold.venue)
    with speaking(language):
        values = _values(sold) | {
            "fromName": somebody(sold.buyer_name),
            "message": sold.message,
            "link": business.url(sold.path),
        }
        facts = Facts(sold.for_name, values, gettext("Your voucher"), code=sold.code)
        return write("voucher.given", facts, business, venue=sold.venue, language=language)


def write_given_back(sold: SoldVoucher, amount: Money, business: Business) -> Letter:
    """To the buyer: what was left on it is on its way to their card."""
    language = language_for(None, sold.venue)
    with speaking(language):
        values = {"amount": text.money(amount), "link": business.url(sold.buyer_path)}
        facts = Facts(sold.buyer_name, values, gettext("Your voucher and its documents"))
        return write("voucher.given_back", facts, business, venue=sold.venue, language=language)


def write_instead(voucher: GiftVoucher, booking: Booking, business: Business) -> Letter:
    """To a guest: what goes back to them is a gift voucher. Needs room, venue and customer."""
    venue = booking.room.venue
    language = language_for(booking.customer, venue)
    with speaking(language):
        values = {
            "amount": text.money(Money(voucher.initial_minor, venue.currency)),
            "until": good_until(voucher.expires_on, venue),
            "confirmationCode": shown(booking.reference),
            "link": business.url("/"),
        }
        facts = Facts(booking.guest_name, values, gettext("Book your next visit"), code=voucher.code)
        return write("payment.given_as_voucher", facts, business, venue=venue, language=language)


def good_until(day: date | None, venue: Venue) -> str:
    """The last day of a voucher, in words; empty where it has none."""
    return text.day(day, venue.zone, style="date") if day else ""


def _values(sold: SoldVoucher) -> dict[str, str]:
    return {"amount": text.money(sold.worth), "until": good_until(sold.good_until, sold.venue)}
