"""What documents say, in words and sums, from bookings and payments as they stand. Written once, then frozen.

Nothing that somebody typed about a guest goes in: a document cannot forget. A body is plain JSON: `seller`
(lines), `facts` (term, value), `parts` (title, rows of item, note and minor units), `sums` and `taxes` as
they are printed. What is reckoned with later (`tax_lines`) is kept exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, gettext

from bookings.domain.paying import OVER, Standing
from bookings.domain.pricing.quotes import LineTax
from bookings.domain.reference import shown
from bookings.models import Occupancy, Venue
from bookings.price_words import kept_quote, line_words, percent_words
from boom.core import text
from boom.core.money import Money
from payments.domain.tax_shares import summed, taxes_of_part
from payments.models import Document, Method, Payment, PaymentSettings, Refund

METHOD_WORDS = {
    Method.CASH: "Cash",
    Method.TERMINAL: "Card terminal",
    Method.BANK: "Bank transfer",
    Method.CREDIT: "Credit",
    Method.CARD: "Card online",
    Method.VOUCHER: "Gift voucher",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a document will say, before it has a number."""

    total_minor: int
    body: dict[str, Any]


def method_word(method: str) -> str:
    """A method as people call it."""
    return gettext(METHOD_WORDS[Method(method)])


def seller_of(venue: Venue, settings: PaymentSettings) -> list[str]:
    """Who issues it, line by line: the legal name and address where there are, else the venue's own."""
    lines = [settings.legal_name or venue.name]
    if settings.legal_name and settings.legal_name != venue.name:
        lines.append(venue.name)
    lines += (settings.legal_address or venue.address).splitlines()
    if settings.tax_id:
        lines.append(gettext("Tax number %(number)s") % {"number": settings.tax_id})
    lines += [text.phone(venue.phone) if venue.phone else "", venue.email]
    return [line.strip() for line in lines if line.strip()]


def taxes_of(parts: Iterable[Occupancy]) -> list[LineTax]:
    """The taxes in what stands of these bookings; a fee for what is over carries none by itself."""
    quotes = [
        kept_quote(row.quote, row.price_terms, row.currency)
        for row in parts
        if row.currency and row.status not in OVER
    ]
    return summed([tax for quote in quotes for tax in quote.taxes if tax.amount])


def receipt(
    payment: Payment, parts: Sequence[Occupancy], before: Standing, settings: PaymentSettings
) -> Draft:
    """A receipt for a payment. `before` is how the booking stood before it."""
    booking = payment.booking
    assert booking is not None, "a voucher has receipts of its own (voucher_papers)"
    amount = Money(payment.amount_minor, payment.currency)
    taxes = taxes_of_part(
        taxes_of(parts),
        before_minor=before.by_voucher + before.counted.minor,
        part_minor=amount.minor,
        total_minor=before.charged - before.allowed,
    )
    left = Money(max(0, before.due.minor - amount.minor), payment.currency)
    surcharge = Money(payment.surcharge_minor, payment.currency)
    voucher = Money(before.by_voucher, before.currency)
    sums = _sums(
        (gettext("Price"), before.asked + voucher, True),
        (gettext("Gift voucher"), -voucher, False),
        (gettext("Paid before"), before.counted, False),
        (gettext("Paid now"), amount, True),
        (gettext("Still due"), left, True),
        (gettext("Card surcharge"), surcharge, False),
        (gettext("Charged to the card"), amount + surcharge if surcharge else surcharge, False),
    )
    facts = [[gettext("Paid by"), method_word(payment.method)]]
    rows = [[_for(booking), "", amount.minor], *surcharge_rows(surcharge.minor)]
    return Draft(
        payment.charged_minor,
        _body(
            booking,
            parts,
            settings,
            title=gettext("Receipt"),
            facts=facts,
            parts_shown=[[gettext("Payment"), rows]],
            sums=sums,
            taxes=taxes,
            is_test=payment.is_test,
        ),
    )


def invoice(
    booking: Occupancy,
    parts: Sequence[Occupancy],
    standing: Standing,
    settings: PaymentSettings,
    *,
    was_tried: bool = False,
) -> Draft:
    """An invoice over all that these bookings cost as they stand. `was_tried`: some paid in test mode."""
    currency = standing.currency
    total = Money(standing.charged - standing.allowed, currency)
    shown_parts = [_priced(row) for row in parts if row.currency]
    if standing.allowed:
        off = [[gettext("Taken off afterwards"), "", -standing.allowed]]
        shown_parts.append(["", off])
    taxes = taxes_of_part(
        taxes_of(parts), before_minor=0, part_minor=total.minor, total_minor=standing.charged
    )
    net = total - Money(sum(tax.amount.minor for tax in taxes), currency)
    sums = _sums(
        (gettext("Without taxes"), net, bool(taxes)),
        (gettext("Total"), total, True),
        (gettext("Gift voucher"), -Money(standing.by_voucher, currency), False),
        (gettext("Paid"), -standing.counted, False),
        (gettext("Due"), standing.due, True),
    )
    return Draft(
        total.minor,
        _body(
            booking,
            parts,
            settings,
            title=gettext("Invoice"),
            facts=[[gettext("Test mode"), gettext("Of what is paid, cards were only tried out.")]]
            if was_tried
            else [],
            parts_shown=[part for part in shown_parts if part[1]],
            sums=sums,
            taxes=taxes,
        )
        | {"by_voucher_minor": standing.by_voucher},
    )


def credit_note(
    booking: Occupancy,
    parts: Sequence[Occupancy],
    settings: PaymentSettings,
    *,
    amount_minor: int,
    corrects: Iterable[str],
    taxes: Sequence[LineTax],
    refund: Refund | None = None,
) -> Draft:
    """A credit note over what goes back. `corrects` are the names of what it takes back."""
    currency = booking.currency or booking.room.venue.currency
    surcharge = sum(line.surcharge_minor for line in refund.lines.all()) if refund is not None else 0
    amount = Money(amount_minor + surcharge, currency)
    items = refund.items if refund is not None else []
    rows = [[item["label"], "", item["amount_minor"]] for item in items]
    rows = (rows or [[_for(booking), "", amount_minor]]) + surcharge_rows(surcharge)
    facts = [[gettext("Corrects"), ", ".join(corrects)]]
    if refund is not None:
        facts.append([gettext("Given back as"), given_as(refund)])
    return Draft(
        amount.minor,
        _body(
            booking,
            parts,
            settings,
            title=gettext("Credit note"),
            facts=facts,
            parts_shown=[[gettext("Taken back"), rows]],
            sums=[[gettext("Total"), amount.format()]],
            taxes=taxes,
            is_test=refund is not None and refund.is_test,
        ),
    )


def reversal(note: Document, parts: Sequence[Occupancy], settings: PaymentSettings) -> Draft:
    """What takes a credit note back whose money never arrived: the same lines, owed again."""
    facts = [
        [gettext("Takes back"), note.name],
        [gettext("Why"), gettext("The card’s bank sent the money back. It is owed again.")],
    ]
    assert note.booking is not None, "a voucher has reversals of its own (voucher_papers)"
    rows = [row for _, rows in note.body["parts"] for row in rows]
    return Draft(
        note.total_minor,
        _body(
            note.booking,
            parts,
            settings,
            title=gettext("Reversal of a credit note"),
            facts=facts,
            parts_shown=[[gettext("Not given back"), rows]],
            sums=[[gettext("Total"), Money(note.total_minor, note.currency).format()]],
            taxes=kept_taxes(note),
            is_test=note.refund is not None and note.refund.is_test,
        ),
    )


def surcharge_rows(minor: int) -> list[list[Any]]:
    """The line of what paying by card cost on top, where it cost anything."""
    return [[gettext("Card surcharge"), "", minor]] if minor else []


def given_as(refund: Refund) -> str:
    """The ways in which a refund went back."""
    if refund.to_credit:
        return gettext("Credit for the next visit")
    methods = dict.fromkeys(line.method for line in refund.lines.order_by("id"))
    return ", ".join(method_word(method) for method in methods)


def kept_taxes(document: Document) -> list[LineTax]:
    """The taxes that a document says it carries."""
    return [
        LineTax(name, Fraction(percent), Money(minor, document.currency), is_included)
        for name, percent, minor, is_included in document.body.get("tax_lines", ())
    ]


def tax_words(tax: LineTax) -> str:
    """A tax as documents name it."""
    words = {"tax": tax.name, "percent": percent_words(tax.percent)}
    return gettext("%(tax)s %(percent)s %%") % words


def issued_words(document: Document) -> str:
    """The day a document was issued, on its venue's clock."""
    venue = document.venue
    return text.day(document.issued_at, venue.zone, style="full", locale=venue.locale)


def _sums(*lines: tuple[str, Money, bool]) -> list[list[str]]:
    """Terms and amounts; one over nothing only where it is to be there anyway."""
    return [[term, amount.format()] for term, amount, is_always in lines if amount or is_always]


def _for(booking: Occupancy) -> str:
    return gettext("Booking %(reference)s") % {"reference": shown(booking.reference)}


def _priced(row: Occupancy) -> list[Any]:
    """A room with its lines, or what is left of one that is over: its fee."""
    title = f"{row.room.name}, {when_words(row)}"
    if row.status in OVER:
        fee = row.fee_minor or 0
        words = gettext("Fee for a cancelled or missed visit")
        return [title, [[words, "", fee]] if fee else []]
    if row.status == "expired" or row.total_minor is None:
        return [title, []]
    quote = kept_quote(row.quote, row.price_terms, row.currency)
    lines = [line_words(line, row.room.name) for line in quote.lines]
    rows: list[list[Any]] = [[line.label, line.note, line.amount.minor] for line in lines]
    return [title, rows or [[row.room.name, "", row.total_minor]]]


def when_words(row: Occupancy) -> str:
    """A booking's day and hours on its venue's clock."""
    venue: Venue = row.room.venue
    twelve = venue.clock_format == "12"
    day = text.day(row.starts_at, venue.zone, style="full", locale=venue.locale)
    return f"{day}, {text.span(row.starts_at, row.ends_at, venue.zone, twelve_hours=twelve)}"


def _body(
    booking: Occupancy,
    parts: Sequence[Occupancy],
    settings: PaymentSettings,
    *,
    title: str,
    facts: list[list[str]],
    parts_shown: list[list[Any]],
    sums: list[list[str]],
    taxes: Sequence[LineTax],
    is_test: bool = False,
) -> dict[str, Any]:
    if is_test:
        facts = [
            *facts,
            [gettext("Test mode"), gettext("No money moved. This is no document for the books.")],
        ]
    rooms = ", ".join(dict.fromkeys(row.room.name for row in parts or [booking]))
    about = [
        [gettext("Booking"), shown(booking.reference)],
        [gettext("Visit"), f"{when_words(booking)}, {rooms}"],
    ]
    return {
        "title": title,
        "language": get_language() or "en",
        "seller": seller_of(booking.room.venue, settings),
        "facts": [*about, *facts],
        "parts": parts_shown,
        "sums": sums,
        "taxes": [[tax_words(tax), tax.amount.format()] for tax in taxes],
        "tax_lines": [[tax.name, str(tax.percent), tax.amount.minor, tax.is_included] for tax in taxes],
    }
