"""Every message to guests as it would read about a real booking, for whoever words it. No link opens
anything, and a voucher's code is none.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext

from bookings.domain.reference import shown
from bookings.models import Booking
from bookings.pay_links import PayLink
from boom.core import text
from boom.core.money import Money
from notifications.customer_letters import (
    facts_of_page,
    facts_of_pay_link,
    facts_of_sent_back,
    text_of_pay_link,
)
from notifications.invitee_letters import BUTTONS, facts_of_visit
from notifications.languages import language_of, speaking
from notifications.letters import Letter, write_letter, write_text
from notifications.more_words import MAILS, PAY_LINK
from notifications.voucher_letters import good_until
from notifications.waitlist_letters import facts_of_offer
from notifications.words import Text
from notifications.writing import Facts, somebody, write
from tenants.models import Business

CODE = "XXXX-XXXX-XXXX"
OFFER_FOR = timedelta(hours=2)
LINK_FOR = timedelta(days=3)
VOUCHER_FOR = timedelta(days=365)


def write_sample(
    kind: str, booking: Booking, business: Business, *, now: datetime, said: Text, language: str
) -> Letter:
    """A mail of this `kind` in words that are `said`. Needs the booking's room, venue and customer."""
    if kind not in MAILS:
        return write_letter(kind, booking, business, now=now, said=said, language=language, is_trial=True)
    language = language or language_of(booking)
    with speaking(language):
        facts = _facts(kind, booking, link=business.url("/"), now=now)
        venue = None if kind == "customers.link_asked" else booking.room.venue
        return write(kind, facts, business, venue=venue, language=language, said=said)


def write_sample_text(
    kind: str, booking: Booking, business: Business, *, now: datetime, said: Text, language: str
) -> str:
    """A text message of this `kind` in words that are `said`. Needs what `write_sample` needs."""
    if kind == PAY_LINK:
        return text_of_pay_link(_asked(booking, now), business, said=said, language=language)
    return write_text(kind, booking, business, now=now, said=said, language=language, is_trial=True)


def _facts(kind: str, booking: Booking, *, link: str, now: datetime) -> Facts:
    venue, name = booking.room.venue, booking.title
    if kind == "customers.link_asked":
        return facts_of_page(name, link=link)
    if kind == "waitlist.offered":
        return facts_of_offer(booking, name, until=now + OFFER_FOR, link=link)
    if kind == "waitlist.joined":
        days = text.day(booking.starts_at, venue.zone, locale=venue.locale)
        wish = {"days": days, "wish": text.people(booking.party_size or 1), "link": link}
        return Facts(name, wish, gettext("See where you stand"))
    if kind == PAY_LINK:
        return facts_of_pay_link(_asked(booking, now), link=link)
    if kind == "payment.sent_back":
        return facts_of_sent_back(booking, _amount(booking), is_late=False, link=link)
    if kind in BUTTONS:
        return facts_of_visit(booking, name, label=gettext(BUTTONS[kind]), link=link)
    return _of_voucher(kind, booking, link=link, now=now)


def _of_voucher(kind: str, booking: Booking, *, link: str, now: datetime) -> Facts:
    labels = {
        "voucher.sold": gettext("Your voucher and your receipt"),
        "voucher.given": gettext("Your voucher"),
        "voucher.given_back": gettext("Your voucher and its documents"),
        "payment.given_as_voucher": gettext("Book your next visit"),
    }
    venue = booking.room.venue
    values = {
        "amount": text.money(_amount(booking)),
        "until": good_until((now + VOUCHER_FOR).astimezone(venue.zone).date(), venue),
        "confirmationCode": shown(booking.reference) if booking.reference else "",
        "fromName": somebody(booking.title),
        "message": "",
        "sentTo": "",
        "link": link,
    }
    return Facts(booking.title, values, labels[kind], code=CODE)


def _asked(booking: Booking, now: datetime) -> PayLink:
    """A link that nobody has asked for, over the booking's price."""
    return PayLink(
        booking=booking,
        email="",
        phone="",
        name=booking.title,
        words="",
        amount=_amount(booking),
        path="/",
        expires_at=now + LINK_FOR,
    )


def _amount(booking: Booking) -> Money:
    return Money(booking.total_minor or 0, booking.currency or booking.room.venue.currency)
