"""A payout as a CSV file, one line a movement, for the accountant."""

from __future__ import annotations

from collections.abc import Iterator

from bookings.domain.reference import shown
from boom.core.money import Money
from boom.core.spreadsheets import csv_line
from payments.selectors.payouts import Report, booking_of

HEADINGS = ("at", "kind", "booking", "amount", "fee", "of it Boom's", "left", "currency", "at Stripe", "ours")


def payout_as_csv(report: Report) -> Iterator[str]:
    """Lines of the file; the last is the payout itself, so that the column "left" comes to nothing."""
    yield csv_line(HEADINGS)
    currency = report.payout.currency
    for line in report.lines:
        booking = booking_of(line)
        yield csv_line(
            (
                line.at.isoformat(timespec="minutes"),
                line.get_kind_display(),
                shown(booking.reference) if booking is not None else "",
                Money(line.amount_minor, currency).major,
                Money(line.fee_minor, currency).major,
                Money(line.platform_fee_minor, currency).major,
                Money(line.net_minor, currency).major,
                currency,
                line.source_id,
                "test" if report.payout.is_test else "yes" if line.is_ours else "no",
            )
        )
    whole = Money(-report.payout.amount_minor, currency).major
    nothing = Money(0, currency).major
    made = report.payout.made_at.isoformat(timespec="minutes")
    yield csv_line(
        (made, "Payout", "", whole, nothing, nothing, whole, currency, report.payout.external_id, "")
    )
