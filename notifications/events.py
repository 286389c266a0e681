"""The register of what people are told: every event, for whom, and whether a business may word it itself.

A fact of the outbox that somebody is written to about has an entry here (a test holds it so).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Audience(StrEnum):
    """Who is told."""

    CUSTOMER = "customer"
    VENUE = "venue"
    OWNERS = "owners"
    MANAGERS = "managers"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Event:
    """Something people are told of. `kind` is the fact's, or the message's where it is one of several about a
    `fact`; `is_worded`: the business may use own words.
    """

    kind: str
    title: str | Promise
    when: str | Promise
    audience: Audience
    is_worded: bool = False
    fact: str = ""


BOOKINGS = (
    Event("booking.confirmed", _("Confirmation"), _("Somebody has booked online, or a request got a yes."),
          Audience.CUSTOMER, is_worded=True),
    Event("booking.created", _("Confirmation of a booking your team took"),
          _("Your team has taken a booking by phone or at the desk."), Audience.CUSTOMER, is_worded=True),
    Event("booking.requested", _("Request received"), _("A room that needs a yes was asked for."),
          Audience.CUSTOMER, is_worded=True),
    Event("booking.declined", _("Request declined"), _("Your team said no to a request."),
          Audience.CUSTOMER, is_worded=True),
    Event("booking.lapsed", _("Request not answered"), _("Nobody answered in time."),
          Audience.CUSTOMER, is_worded=True),
    Event("booking.moved", _("New time or room"), _("A booking was moved."),
          Audience.CUSTOMER, is_worded=True),
    Event("booking.changed", _("Changed by the guest"), _("A guest changed their party or extras."),
          Audience.CUSTOMER, is_worded=True),
    Event("booking.cancelled", _("Cancellation"), _("A booking was cancelled, by whomever."),
          Audience.CUSTOMER, is_worded=True),
    Event("booking.restored", _("Stands again"), _("A cancellation was taken back."),
          Audience.CUSTOMER, is_worded=True),
)  # fmt: skip
VISITS = (
    Event("visit.reminder_due", _("Reminder"), _("A booking is near: as long before as you choose."),
          Audience.CUSTOMER, is_worded=True),
    Event("visit.follow_up_due", _("Thanks after the visit"),
          _("A visit is over, and the guest agreed to news and offers."), Audience.CUSTOMER, is_worded=True),
    Event("broadcast.sent", _("Word to everybody of some nights"),
          _("You write to all who have booked for some nights: a closure, a defect."), Audience.CUSTOMER),
)  # fmt: skip
GUESTS = (
    Event("waitlist.joined", _("On the waiting list"), _("Somebody joined the waiting list."),
          Audience.CUSTOMER, is_worded=True),
    Event("waitlist.offered", _("Offer from the waiting list"), _("Something is free for somebody in line."),
          Audience.CUSTOMER, is_worded=True),
    Event("payment.link_asked", _("Link to pay by"), _("Your team asks for money by a link."),
          Audience.CUSTOMER, is_worded=True),
    Event("payment.sent_back", _("Payment goes back"), _("A payment came too late, or was too much."),
          Audience.CUSTOMER, is_worded=True),
    Event("payment.given_as_voucher", _("Money back as a voucher"), _("A refund was given as a voucher."),
          Audience.CUSTOMER, is_worded=True),
    Event("voucher.sold", _("Gift voucher"), _("A gift voucher was sold online."),
          Audience.CUSTOMER, is_worded=True),
    Event("voucher.given", _("Gift voucher, to whom it is for"),
          _("A gift voucher was sold online, to be sent to somebody."),
          Audience.CUSTOMER, is_worded=True, fact="voucher.sold"),
    Event("voucher.given_back", _("Gift voucher given back"), _("What a voucher cost goes back."),
          Audience.CUSTOMER, is_worded=True),
    Event("invitee.invited", _("Invitation"), _("A guest asks somebody along by mail."),
          Audience.CUSTOMER, is_worded=True),
    Event("invitee.news", _("Change for a guest list"),
          _("A booking has changed, and somebody asked along had said yes."),
          Audience.CUSTOMER, is_worded=True),
    Event("invitee.off", _("Called off for a guest list"),
          _("A booking is cancelled, and somebody asked along had said yes."),
          Audience.CUSTOMER, is_worded=True, fact="invitee.news"),
    Event("customers.link_asked", _("Log-in link"), _("A guest asked for the link to their page."),
          Audience.CUSTOMER, is_worded=True),
)  # fmt: skip
OTHERS = (
    Event("guest_message.sent", _("A guest’s question"), _("A guest wrote to you from their booking."),
          Audience.VENUE),
    Event("dispute.opened", _("Payment disputed"), _("A guest’s bank asks for money back."),
          Audience.MANAGERS),
    Event("dispute.closed", _("Dispute over"), _("A guest’s bank has decided."), Audience.MANAGERS),
    Event("payment.refund_returned", _("Refund came back"), _("A card’s bank did not take a refund."),
          Audience.MANAGERS),
    Event("webhook.disabled", _("Webhook switched off"), _("Nothing got through to a program for days."),
          Audience.MANAGERS),
    Event("staff_mail.due", _("Word to your team"),
          _("Somebody else made, changed or cancelled a booking, or gave money back: as each chose."),
          Audience.TEAM),
    Event("plan.state_changed", _("Your plan"), _("Where your plan for Boom stands has changed."),
          Audience.OWNERS),
    Event("plan.trial_ends_soon", _("Trial ends soon"), _("Your trial of Boom ends in a few days."),
          Audience.OWNERS),
    Event("plan.level_reached", _("Little of the plan is left"), _("Most of what your plan has is used."),
          Audience.OWNERS),
)  # fmt: skip
EVENTS: dict[str, Event] = {event.kind: event for event in (*BOOKINGS, *VISITS, *GUESTS, *OTHERS)}
# Sent only to those who agreed to news, with a way to end them in each.
MARKETING = frozenset({"visit.follow_up_due"})


def worded() -> Iterator[Event]:
    """Those a business may word itself, in their order."""
    return (event for event in EVENTS.values() if event.is_worded)
