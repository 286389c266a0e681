"""Letters about a booking: what is said, as text, as a simple page and as a calendar entry.

The day and the times are the venue's, with the weekday; whatever lies past midnight says whose night it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from bookings.calendar_file import calendar_file, method_of
from bookings.confirmation import fields_about_bookings, own_placeholders, values_of
from bookings.domain.lifecycle import Status, why_not_cancel
from bookings.domain.reference import shown
from bookings.domain.texts import names_in
from bookings.models import Booking
from bookings.selectors.door_codes import guest_codes
from bookings.selectors.groups import GONE, by_time, own_parts_of
from bookings.selectors.setup import setup_of
from bookings.services.links import issue_manage_link
from bookings.summary import Summary
from boom.core import text
from boom.core.money import Money
from boom.core.time import wall_clock
from notifications.composing import Block, block_of, compose, one_line_of, page
from notifications.events import MARKETING
from notifications.languages import language_of, speaking, spoken
from notifications.models import Channel
from notifications.providers.email import Mail, one_line
from notifications.unsubscribing import unsubscribe_token
from notifications.whatsapp import Filled, filled, places_of
from notifications.words import Text, text_for
from tenants.models import Business

LONGEST_NAME = 60
# A name is typed by whoever books, and the letter goes to whatever address they gave: no advertising in it.
NOT_IN_A_NAME = ("/", "@", "www.", "http")
# Two texts of 153 letters each, as carriers join them.
LONGEST_TEXT = 306
NOT_IN_WORDS = ("@", "www.", "http")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it has an address."""

    subject: str
    text: str
    html: str
    sender_name: str
    reply_to: str
    calendar: tuple[bytes, str] | None = None
    # Where one press ends letters of this kind (RFC 8058); empty for those that are part of a booking.
    unsubscribe: str = ""

    def to_mail(self, *, to: str, message_id: str, mark: str = "") -> Mail:
        """The letter as a mail to one person; `mark` is what reports of it bring back (`mail_marks`)."""
        return Mail(
            to=to,
            sender_name=self.sender_name,
            reply_to=self.reply_to,
            subject=self.subject,
            text=self.text,
            html=self.html,
            message_id=message_id,
            calendar=self.calendar,
            unsubscribe=self.unsubscribe,
            mark=mark,
        )


def write_letter(
    kind: str,
    booking: Booking,
    business: Business,
    *,
    now: datetime,
    said: Text | None = None,
    language: str = "",
    is_trial: bool = False,
) -> Letter:
    """The letter about a fact of this `kind`, with a fresh link to the booking's own page.

    In the customer's language (or `language`) and the business's words, or those that are `said`; a trial has
    no link that opens anything. Needs the booking's room, venue and customer. KeyError for an unknown kind.
    """
    venue = booking.room.venue
    attendee = booking.customer.email if booking.customer else ""
    language = language or language_of(booking)
    with speaking(language):
        token = "" if is_trial else f"booked/{issue_manage_link(booking_id=booking.pk, now=now)}/"
        context = _context(booking, business, link=business.url(f"/{token}"), now=now)
        said = said or text_for(kind, Channel.EMAIL, language=language)
        values = _values(booking, context, now=now)
        words = compose(said.body, values, _blocks(context))
        unsubscribe = _unsubscribe(kind, booking, business)
        footer = gettext("No more of these: %(address)s") % {"address": unsubscribe} if unsubscribe else ""
        return Letter(
            subject=one_line(one_line_of(said.subject, values), longest=200),
            text=tidy(words.text + (f"\n\n{footer}" if footer else "")),
            html=page(
                words.html,
                business=business,
                accent=venue.brand_colour,
                language=said.language or spoken(language),
                unsubscribe=unsubscribe,
            ),
            sender_name=venue.name,
            reply_to=venue.email,
            calendar=_calendar(kind, booking, business, attendee=attendee, now=now),
            unsubscribe=unsubscribe,
        )


def write_text(
    kind: str,
    booking: Booking,
    business: Business,
    *,
    now: datetime,
    said: Text | None = None,
    language: str = "",
    is_trial: bool = False,
) -> str:
    """The text message about a fact of this `kind`, at most LONGEST_TEXT characters, its link whole.

    Language, words and trials as in `write_letter`, with what has to be there. KeyError for an unknown kind.
    """
    language = language or language_of(booking)
    with speaking(language):
        said = said or text_for(kind, Channel.SMS, language=language)
        values = _text_values(booking, business, names_in(said.body), now=now, is_trial=is_trial)
        return fitted(said.body, values, longest=LONGEST_TEXT)


def write_whatsapp(kind: str, sid: str, booking: Booking, business: Business, *, now: datetime) -> Filled:
    """What WhatsApp is handed about a fact of this `kind` by a template. Needs what `write_text` does."""
    with speaking("en"):
        return filled(kind, sid, _text_values(booking, business, places_of(kind), now=now))


def _text_values(
    booking: Booking, business: Business, names: Collection[str], *, now: datetime, is_trial: bool = False
) -> dict[str, str]:
    """What placeholders stand for; the link is drawn where it is among `names` alone, and for no trial."""
    link = business.url("/") if is_trial else ""
    if "link" in names and not is_trial:
        link = business.url(f"/booked/{issue_manage_link(booking_id=booking.pk, now=now)}/")
    return dict(_values(booking, _context(booking, business, link=link, now=now), now=now))


def fitted(body: str, values: Mapping[str, str], *, longest: int) -> str:
    """A text on one line with its values, no longer than that: what is too long is cut before the link."""
    link = values.get("link", "")
    words = one_line_of(body, {**values, "link": ""})
    whole = one_line_of(body, values)
    if len(whole) <= longest:
        return whole
    if not link or link not in whole:
        return whole[: longest - 1] + "…"
    return f"{words[: longest - len(link) - 2].rstrip()}… {link}"


def _calendar(
    kind: str, booking: Booking, business: Business, *, attendee: str, now: datetime
) -> tuple[bytes, str] | None:
    """The entry for the guest's calendar, with letters that change what stands in it."""
    if not kind.startswith("booking."):
        return None
    file = calendar_file(booking, host=business.host, now=now, attendee=attendee)
    return file, method_of(booking, attendee=attendee)


def _unsubscribe(kind: str, booking: Booking, business: Business) -> str:
    """Where the guest ends letters of this kind; empty for what belongs to their booking."""
    if kind not in MARKETING or booking.customer is None:
        return ""
    return business.url(f"/unsubscribe/{unsubscribe_token(booking.customer.pk)}/")


def when_in_words(booking: Booking) -> str:
    """Give "Saturday 21 November 2026, 22:15 to 00:45 (Sunday)", in the venue's zone and clock."""
    venue = booking.room.venue
    twelve_hours = venue.clock_format == "12"
    first, last = (wall_clock(instant, venue.zone) for instant in (booking.starts_at, booking.ends_at))
    begins, ends = (
        text.clock(instant, venue.zone, twelve_hours=twelve_hours)
        for instant in (booking.starts_at, booking.ends_at)
    )
    words = gettext("%(day)s, %(begins)s to %(ends)s") % {
        "day": text.day(booking.starts_at, venue.zone, style="whole"),
        "begins": begins,
        "ends": ends,
    }
    if last.date() == first.date():
        return words
    return gettext("%(when)s (%(weekday)s)") % {
        "when": words,
        "weekday": text.weekday(booking.ends_at, venue.zone),
    }


def night_in_words(booking: Booking) -> str:
    """Give "after midnight, in the night of Friday 20 November 2026" for what begins past it; else empty."""
    venue = booking.room.venue
    night = setup_of(venue).hours.business_day(booking.starts_at)
    if night == wall_clock(booking.starts_at, venue.zone).date():
        return ""
    return gettext("after midnight, in the night of %(day)s") % {
        "day": text.day(night, venue.zone, style="whole")
    }


def greeting_name(name: str) -> str:
    """Give the name to greet with; empty when it looks like something else than a name."""
    shortened = one_line(name, longest=LONGEST_NAME)
    return "" if any(part in shortened.lower() for part in NOT_IN_A_NAME) else shortened


def _values(booking: Booking, context: Mapping[str, Any], *, now: datetime) -> Mapping[str, str]:
    """What each placeholder stands for; nothing that whoever booked typed may advertise."""
    fields = fields_about_bookings(booking.room.venue)
    values = dict(values_of(booking, fields, website=context["page"], now=now))
    typed = {"notes", "specialRequests", *own_placeholders(fields)} & values.keys()
    values |= {name: "" for name in typed if any(part in values[name].lower() for part in NOT_IN_WORDS)}
    name = context["name"]
    greeting = gettext("Hello %(name)s,") % {"name": name} if name else gettext("Hello,")
    return values | {
        "customerName": name,
        "greeting": greeting,
        "when": context["when"],
        "totalPrice": context["price"],
        "link": context["link"],
        "answerBy": context["answer_by"],
        "reason": context["reason"],
        "fee": context["fee"],
        "prepaidKept": context["prepaid_kept"],
    }


def _blocks(context: dict[str, Any]) -> dict[str, Block]:
    again = {"link": context["page"]}
    return {
        "details": block_of("bookings/facts", context),
        "bookingLink": block_of("bookings/rule", context),
        "bookAgain": block_of("way", again | {"label": gettext("Book again")}),
        "rate": block_of("way", {"link": context["link"], "label": gettext("Say how it was")}),
        "otherTimes": block_of("way", again | {"label": gettext("Look for another time")}),
        "contact": block_of("bookings/contact", context),
    }


def _context(booking: Booking, business: Business, *, link: str, now: datetime) -> dict[str, Any]:
    venue = booking.room.venue
    # Of what was booked together that which this is about: what stands, or what does not.
    together = [booking if part.pk == booking.pk else part for part in own_parts_of(booking.pk)]
    parts = [part for part in together if (part.status in GONE) == (booking.status in GONE)]
    visits = by_time(parts)
    total = sum(part.total_minor or 0 for part in parts)
    ahead = [part for part in parts if part.starts_at > now] or [booking]
    first = min(ahead, key=lambda part: part.starts_at)
    policy = first.room.policy()
    return {
        "business": business,
        "venue": venue,
        "door_codes": [
            {"room": door.room, "code": door.code, "from": _moment(booking, door.shown_from)}
            for door in guest_codes(parts, now=now)
        ],
        "reference": shown(booking.reference),
        "name": greeting_name(booking.guest_name or (booking.customer.name if booking.customer else "")),
        "when": _all_when(visits),
        "visits": [_visit(visit, booking) for visit in visits],
        "price": text.money(Money(total, booking.currency)) if total and booking.currency else "",
        "fee": _fee(parts, booking),
        "prepaid_kept": _prepaid_kept(parts, now),
        "change_until": _change_until(first, now) if policy.cancel_until else "",
        "is_changeable": not why_not_cancel(
            first.status, starts_at=first.starts_at, now=now, cancel_until=policy.cancel_until
        ),
        "answer_by": _moment(booking, booking.answer_by) if booking.answer_by else "",
        "reason": booking.cancellation_reason,
        "link": link,
        "page": business.url("/"),
    }


def _fee(parts: list[Booking], booking: Booking) -> str:
    """What is due of the price of what was called off; empty where it is nothing."""
    due = sum(part.fee_minor or 0 for part in parts) if booking.status == Status.CANCELLED else 0
    return text.money(Money(due, booking.currency)) if due else ""


def _prepaid_kept(parts: list[Booking], now: datetime) -> str:
    """How much prepaid time is not given back of what was called off; empty where all is."""
    minutes = sum(Summary(part, now).prepaid_kept for part in parts)
    return text.duration(minutes) if minutes else ""


def _all_when(visits: list[list[Booking]]) -> str:
    """The first time in words, and how many more there are."""
    first, more = when_in_words(visits[0][0]), len(visits) - 1
    if not more:
        return first
    words = ngettext("%(when)s, and %(count)s more time", "%(when)s, and %(count)s more times", more)
    return words % {"when": first, "count": more}


def _visit(visit: list[Booking], told: Booking) -> dict[str, Any]:
    """When somebody comes, into which rooms, and how many; a room that still waits for a yes says so."""
    names = [
        gettext("%(room)s (waits for an answer)") % {"room": part.room.name}
        if part.status == Status.PENDING and told.status != Status.PENDING
        else part.room.name
        for part in visit
    ]
    return {
        "when": when_in_words(visit[0]),
        "night": night_in_words(visit[0]),
        "room": ", ".join(names),
        "people": sum(part.party_size or 0 for part in visit),
    }


def _change_until(booking: Booking, now: datetime) -> str:
    until = booking.starts_at - booking.room.policy().cancel_until
    if until <= now:
        return ""
    return _moment(booking, until)


def _moment(booking: Booking, instant: datetime) -> str:
    """Give "Saturday 21 November 2026, 21:00" by the venue's clock."""
    venue = booking.room.venue
    return gettext("%(day)s, %(time)s") % {
        "day": text.day(instant, venue.zone, style="whole"),
        "time": text.clock(instant, venue.zone, twelve_hours=venue.clock_format == "12"),
    }


def tidy(body: str) -> str:
    """Without the empty lines that template tags leave behind."""
    lines = [line.rstrip() for line in body.strip().splitlines()]
    kept = [line for place, line in enumerate(lines) if line or lines[place - 1]]
    return "\n".join(kept) + "\n"
