"""A booking's summary on paper: whose venue, what is booked, each line of its price, what is paid and due.

It carries no number of its own and is no invoice: those belong to payments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from bookings.domain.lifecycle import Status
from bookings.domain.paying import Taken
from bookings.domain.pricing import Quote
from bookings.models import Occupancy, Venue
from bookings.price_words import kept_quote, line_words, percent_words
from bookings.summary import Summary
from bookings.takings import taken_for
from boom.core import text
from boom.core.money import Money
from boom.core.pdf import Column, Page

# What has ended without a visit: of the price nothing is due but a fee.
OVER = frozenset({Status.CANCELLED, Status.NO_SHOW})


@dataclass(frozen=True, slots=True)
class Room:
    """One room of the sheet: its name and time, and its lines: item, how it was reckoned, amount."""

    title: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the paper. `facts` and `sums` are terms and values, in order."""

    venue: str
    address: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    rooms: tuple[Room, ...]
    taxes: tuple[tuple[str, str], ...]
    sums: tuple[tuple[str, str], ...]
    foot: str


def sheet_of(booking: Occupancy, parts: Sequence[Occupancy], *, now: datetime) -> Sheet:
    """What to print of a booking, with all `parts` that were booked together (itself if alone).

    Needs rooms and venue of each. Rooms of one party are in one currency: those of the venue.
    """
    venue = booking.room.venue
    rooms = [booking] if len(parts) < 2 else list(parts)
    priced = [row for row in rooms if row.currency and row.total_minor is not None]
    quotes = [(row, kept_quote(row.quote, row.price_terms, row.currency)) for row in priced]
    is_one_time = len({row.span for row in rooms}) == 1
    return Sheet(
        venue=venue.name,
        address=tuple(filter(None, (venue.address, text.phone(venue.phone), venue.email))),
        facts=tuple(_facts(booking, rooms, now)),
        rooms=tuple(
            _room(row, quote, when="" if is_one_time else _when(row, venue)) for row, quote in quotes
        ),
        taxes=tuple(_taxes([quote for row, quote in quotes if row.status not in OVER])),
        sums=tuple(_sums(quotes, taken_for([row.pk for row in rooms]).values())),
        foot=_as_of(venue, now),
    )


def summary_file(sheet: Sheet, *, language: str) -> bytes:
    """The sheet as a PDF, A4 upright."""
    page = Page(title=f"{sheet.venue}, {sheet.facts[0][1]}", foot=sheet.foot, language=language)
    page.heading(sheet.venue, detail=" · ".join(sheet.address))
    page.section(gettext("Your booking"))
    for term, value in sheet.facts:
        page.words(f"{term}: {value}")
    columns = [
        Column(gettext("Item"), 44),
        Column(gettext("How it adds up"), 40),
        Column(gettext("Amount"), 16, "RIGHT"),
    ]
    for room in sheet.rooms:
        page.section(room.title)
        page.rows(columns, room.lines, size=9)
    if sheet.sums:
        page.section(gettext("What is paid and due"))
        columns = [Column("", 84), Column(gettext("Amount"), 16, "RIGHT", is_bold=True)]
        page.rows(columns, sheet.sums, size=9.5)
    if sheet.taxes:
        page.section(gettext("Taxes"))
        page.rows([Column(gettext("Tax"), 84), Column(gettext("Amount"), 16, "RIGHT")], sheet.taxes, size=9)
    page.ln(3)
    page.words(gettext("This is a summary of your booking and no invoice."), faint=True)
    return page.as_bytes()


def file_name(booking: Occupancy) -> str:
    """What the file is called: booking-C4DH7X.pdf."""
    return f"booking-{booking.reference}.pdf"


def _facts(booking: Occupancy, rooms: Sequence[Occupancy], now: datetime) -> Iterator[tuple[str, str]]:
    venue = booking.room.venue
    yield gettext("Reference"), Summary(booking, now).reference
    yield gettext("Name"), booking.title
    visits: dict[str, list[str]] = {}
    for row in sorted(rooms, key=lambda row: (row.starts_at, row.pk)):
        visits.setdefault(_when(row, venue), []).append(row.room.name)
    for when, names in visits.items():
        yield gettext("When"), when
        yield gettext("Room"), ", ".join(names)
    people = sum(row.party_size or 0 for row in rooms)
    if people:
        yield gettext("People"), str(people)
    yield gettext("Status"), text.status_word(booking.status)


def _when(row: Occupancy, venue: Venue) -> str:
    day = text.day(row.starts_at, venue.zone, style="full", locale=venue.locale)
    span = text.span(row.starts_at, row.ends_at, venue.zone, twelve_hours=venue.clock_format == "12")
    return f"{day}, {span}"


def _room(row: Occupancy, quote: Quote, *, when: str = "") -> Room:
    words = [line_words(line, row.room.name) for line in quote.lines]
    lines = [(line.label, line.note, line.amount.format()) for line in words]
    if not lines:
        lines = [(row.room.name, "", Money(row.total_minor or 0, row.currency).format())]
    word = text.status_word(row.status) if row.status in OVER else ""
    return Room(" · ".join(filter(None, (row.room.name, when, word))), tuple(lines))


def _taxes(quotes: Sequence[Quote]) -> Iterator[tuple[str, str]]:
    """Each tax of all rooms once, whether it is inside the prices or on top."""
    found: dict[tuple[str, str], Money] = {}
    for tax in (tax for quote in quotes for tax in quote.taxes if tax.amount):
        words = {"tax": tax.name, "percent": percent_words(tax.percent)}
        inside, on_top = (
            gettext("%(tax)s %(percent)s %%, included"),
            gettext("%(tax)s %(percent)s %%, on top"),
        )
        key = ((inside if tax.is_included else on_top) % words, tax.amount.currency)
        found[key] = found[key] + tax.amount if key in found else tax.amount
    for (name, _), amount in found.items():
        yield name, amount.format()


def _sums(quotes: Sequence[tuple[Occupancy, Quote]], taken: Iterable[Taken]) -> Iterator[tuple[str, str]]:
    """The total, what a voucher and money paid of it, what is due before the visit and at the venue."""
    if not quotes:
        return
    currency = quotes[0][0].currency
    standing = [(row, quote) for row, quote in quotes if row.status not in OVER]
    total = Money(sum(row.total_minor or 0 for row, _ in standing), currency)
    fees = Money(sum(row.fee_minor or 0 for row, _ in quotes if row.status in OVER), currency)
    paid = Money(sum(_paid(row, quote) for row, quote in quotes), currency)
    taken = list(taken)
    money = Money(sum(each.paid_minor - each.refunded_minor for each in taken), currency)
    off = Money(sum(each.allowed_minor for each in taken), currency)
    asked = total + fees - paid - min(off, total + fees - paid)
    deposit = sum(quote.due_now.minor for _, quote in standing) - money.minor
    before = Money(max(0, min(deposit, (asked - money).minor)), currency)
    if standing:
        yield gettext("Total"), total.format()
    if fees or not standing:
        yield gettext("Fee for a cancelled or missed visit"), fees.format()
    if paid:
        yield gettext("Paid by gift voucher"), (-paid).format()
    if off:
        yield gettext("Taken off afterwards"), (-off).format()
    if money:
        yield gettext("Paid"), (-money).format()
    if before:
        yield gettext("Due before your visit (deposit)"), before.format()
    gone = Money(sum(each.charged_back_minor for each in taken), currency)
    if gone:
        yield gettext("Taken back by the bank"), gone.format()
    if money > asked:
        # What a bank has taken back for them is not given a second time.
        yield gettext("You get back"), Money(max(0, (money - gone - asked).minor), currency).format()
    else:
        yield gettext("Due at the venue"), (asked - money - before).format()


def _paid(row: Occupancy, quote: Quote) -> int:
    """What a voucher has paid, in minor units. A cancelled booking gave it back; of a missed one it pays the
    fee.
    """
    if quote.voucher is None or row.status == Status.CANCELLED:
        return 0
    return min(quote.voucher.minor, row.fee_minor or 0) if row.status in OVER else quote.voucher.minor


def _as_of(venue: Venue, now: datetime) -> str:
    at = {
        "day": text.day(now, venue.zone, style="full", locale=venue.locale),
        "time": text.clock(now, venue.zone, twelve_hours=venue.clock_format == "12"),
    }
    return gettext("As it stood on %(day)s at %(time)s") % at
