"""Letters to a venue's managers about money that a guest's bank takes back, or does not take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext

from accounts.models import User
from billing.wording import Said
from bookings.domain.reference import shown
from bookings.models import Occupancy, Venue
from boom.core import text
from boom.core.money import Money
from notifications.letters import Letter, tidy
from notifications.providers.email import one_line
from notifications.staff_letters import off_link
from notifications.topics import DISPUTES
from tenants.models import Business


def words_for(kind: str, payload: Mapping[str, Any], venue: Venue, booking: Occupancy | None) -> Said:
    """What a letter says about a dispute that is to be answered, or is over; or a refund that came back.

    What has no booking is about a gift voucher.
    """
    what = gettext("a gift voucher")
    if booking is not None:
        what = gettext("booking %(reference)s") % {"reference": shown(booking.reference)}
    values = {"amount": Money(payload["amount_minor"], payload["currency"]).format(), "what": what}
    if kind == "payment.refund_returned":
        title = gettext("A refund of %(amount)s came back: %(what)s") % values
        again = gettext("The card’s bank did not take it. It is owed again: give it another way.")
        if booking is None:
            again = gettext("The card’s bank did not take it. The voucher is worth it again.")
        return Said(title, again)
    if kind == "dispute.closed":
        return _over(payload["state"], values)
    title = gettext("A payment of %(amount)s is disputed: %(what)s") % values
    if payload["state"].startswith("warning_"):
        title = gettext("A guest’s bank asks about %(amount)s: %(what)s") % values
    if not payload["due_at"]:
        return Said(title, gettext("See what the record says, and send it to the bank."))
    zone, due = venue.zone, datetime.fromisoformat(payload["due_at"])
    day = text.day(due, zone, style="full", locale=venue.locale)
    words = gettext("Answer by %(day)s, %(time)s: without an answer the money is lost.")
    return Said(title, words % {"day": day, "time": text.clock(due, zone)})


def _over(state: str, values: Mapping[str, str]) -> Said:
    if state == "lost":
        title = gettext("The dispute of %(amount)s is lost: %(what)s")
        return Said(title % values, gettext("The bank has decided for the guest. The money stays there."))
    if state == "won":
        title = gettext("The dispute of %(amount)s is won: %(what)s")
        return Said(title % values, gettext("The bank has decided for you. The money is yours again."))
    title = gettext("The question about %(amount)s is settled: %(what)s")
    return Said(title % values, gettext("The bank took nothing."))


def where(payload: Mapping[str, Any]) -> tuple[str, str]:
    """The page on which something is to be done about it, and what leads there is called."""
    if "dispute" in payload:
        return f"/dashboard/disputes/{payload['dispute']}/", gettext("Open the dispute")
    if payload["booking"] is None:
        return f"/dashboard/gift-vouchers/{payload['sale']}/", gettext("Open the gift voucher")
    return f"/dashboard/bookings/{payload['booking']}/", gettext("Open the booking")


def write_letter(said: Said, payload: Mapping[str, Any], manager: User, business: Business) -> Letter:
    """What is said, to one of the managers."""
    path, label = where(payload)
    off = off_link(manager.pk, DISPUTES, business)
    context = {
        "said": said,
        "name": manager.get_full_name(),
        "business": business,
        "link": business.url(path),
        "label": label,
        "off": off,
    }
    return Letter(
        subject=one_line(said.title, longest=200),
        text=tidy(render_to_string("emails/disputes/letter.txt", context)),
        html=render_to_string("emails/disputes/letter.html", context),
        sender_name="Boom",
        reply_to="",
        unsubscribe=off,
    )
