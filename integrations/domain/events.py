"""The events that other programs can hear of, and which of our own facts each is about."""

from __future__ import annotations

from collections.abc import Mapping

# By the name other programs see; in the order of the form.
EVENTS: Mapping[str, str] = {
    "booking.created": "Staff take a booking, or seat a party that walks in",
    "booking.requested": "A guest asks for a booking that staff have to confirm",
    "booking.confirmed": "A guest’s booking is confirmed",
    "booking.moved": "A booking gets another room or time",
    "booking.updated": "Something else about a booking changes: people, price, words",
    "booking.checked_in": "A party has arrived",
    "booking.completed": "A party has left",
    "booking.no_show": "A party never came",
    "booking.cancelled": "A booking is cancelled, declined or runs out",
    "booking.restored": "A cancelled booking stands again",
    "block.created": "A room is closed off for a while",
    "block.moved": "A block gets another room or time",
    "block.released": "A block is taken away",
    "payment.taken": "Money is taken for a booking",
    "payment.refunded": "Money of a booking is given back",
    "payment.reversed": "A payment turns out to be none: taken back, or sent back to the card",
    "waitlist.joined": "Somebody joins the waiting list",
    "customer.erased": "A customer’s data are erased; erase yours as well",
}
# Our own facts, by what others call them.
_FACTS: Mapping[str, str] = {
    "booking.created": "booking.created",
    "booking.seated": "booking.created",
    "booking.requested": "booking.requested",
    "booking.confirmed": "booking.confirmed",
    "booking.moved": "booking.moved",
    "booking.changed": "booking.updated",
    "booking.edited": "booking.updated",
    "booking.repriced": "booking.updated",
    "booking.fee_waived": "booking.updated",
    "booking.late": "booking.updated",
    "booking.checked_in": "booking.checked_in",
    "booking.completed": "booking.completed",
    "booking.no_show": "booking.no_show",
    "booking.cancelled": "booking.cancelled",
    "booking.declined": "booking.cancelled",
    "booking.lapsed": "booking.cancelled",
    "booking.restored": "booking.restored",
    "block.created": "block.created",
    "block.moved": "block.moved",
    "block.released": "block.released",
    "payment.taken": "payment.taken",
    "payment.given_back": "payment.refunded",
    "payment.given_as_voucher": "payment.refunded",
    "payment.taken_back": "payment.reversed",
    "payment.sent_back": "payment.reversed",
    "waitlist.joined": "waitlist.joined",
    "customer.erased": "customer.erased",
}
# What a person sends to see whether it arrives.
TEST = "webhook.test"


def event_of(fact: str) -> str:
    """What others call one of our facts; empty for one that is nobody else's business."""
    return _FACTS.get(fact, "")


def facts_told() -> frozenset[str]:
    """Our facts that others hear of, by name."""
    return frozenset(_FACTS)
