"""What the team may be mailed of: a few topics, each a person's own choice.

One topic is several facts. What it takes to be told is a permission of the matrix; the venue and the room
come on top (`notifications.selectors.staff_mails`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Role

NEW, REQUESTS, ANSWERS = "new", "requests", "answers"
CHANGES, CANCELLATIONS, REFUNDS, DISPUTES = "changes", "cancellations", "refunds", "disputes"


@dataclass(frozen=True, slots=True)
class Topic:
    """`name` is kept in what people chose; those of `usual_for` are told until they choose otherwise."""

    name: str
    title: str | Promise
    permission: str
    usual_for: frozenset[str] = frozenset()


_EVERYBODY = frozenset(role.value for role in Role)
_OWNERS = frozenset({Role.OWNER.value})
SEE = "bookings.view_calendar"

TOPICS: dict[str, Topic] = {
    topic.name: topic
    for topic in (
        Topic(REQUESTS, _("Requests that wait for an answer, and those nobody answered"), SEE, _OWNERS),
        Topic(CANCELLATIONS, _("Cancellations"), SEE, _OWNERS),
        Topic(NEW, _("New bookings, online and by your team"), SEE),
        Topic(CHANGES, _("Bookings that are moved or changed, or stand again"), SEE),
        Topic(ANSWERS, _("Requests that a colleague accepted or declined"), SEE),
        Topic(REFUNDS, _("Refunds"), "payments.take_payment"),
        Topic(
            DISPUTES, _("Disputed payments, and refunds that came back"), "payments.view_takings", _EVERYBODY
        ),
    )
}

# A fact's topic. `booking.confirmed` is an answer where it was asked for before (`topic_of`).
TOPIC_OF_FACT = {
    "booking.confirmed": NEW,
    "booking.created": NEW,
    "booking.requested": REQUESTS,
    "booking.lapsed": REQUESTS,
    "booking.declined": ANSWERS,
    "booking.moved": CHANGES,
    "booking.changed": CHANGES,
    "booking.restored": CHANGES,
    "booking.cancelled": CANCELLATIONS,
    "payment.given_back": REFUNDS,
}


def topic_of(kind: str, *, was_asked: bool) -> str:
    """The topic of a fact; `was_asked` where the booking was a request until then."""
    return ANSWERS if kind == "booking.confirmed" and was_asked else TOPIC_OF_FACT[kind]


def open_to(user: User) -> list[Topic]:
    """The topics somebody may be told of, in their order."""
    return [topic for topic in TOPICS.values() if user.has_perm(topic.permission)]


def usual_of(user: User) -> list[str]:
    """What somebody is told of who never chose."""
    return [topic.name for topic in TOPICS.values() if user.role in topic.usual_for]
