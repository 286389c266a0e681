"""Money that does not add up: payments against the books, counters, numbers with gaps.

Found by `boom.apps` when Django starts (see `audit.integrity`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.integrity import Fix, Found, Problem, checks
from boom.core.money import Money
from payments.models import Payment, Refund
from payments.services.repairs import mend_books, mend_refunded

# What the books should have: an entry over the amount for each payment taken, another for one taken back.
# The account of guests has every one of them, that of vouchers those for gift vouchers.
BOOKS = """
WITH payments AS (
    SELECT *, concat(CASE WHEN is_test THEN 'test/' END, 'venues/', venue_id,
                     CASE WHEN booking_id IS NULL THEN '/vouchers' ELSE '/guests' END) AS owed
      FROM payments_payment
), refunds AS (
    SELECT *, concat(CASE WHEN is_test THEN 'test/' END, 'venues/', venue_id,
                     CASE WHEN booking_id IS NULL THEN '/vouchers' ELSE '/guests' END) AS owed
      FROM payments_refund
)
SELECT kind, id, booking_id, voucher_sale_id, currency, minor, booked FROM (
    SELECT 'payment' AS kind, id, booking_id, voucher_sale_id, currency, amount_minor AS minor,
           (SELECT -sum(line.amount_minor) FROM ledger_entry entry
              JOIN ledger_entryline line ON line.entry_id = entry.id
              JOIN ledger_account account ON account.id = line.account_id
             WHERE entry.key = 'payment/' || payments.id AND account.code = owed) AS booked
      FROM payments WHERE state IN ('taken', 'reversed')
     UNION ALL
    SELECT 'back', id, booking_id, voucher_sale_id, currency, amount_minor,
           (SELECT sum(line.amount_minor) FROM ledger_entry entry
              JOIN ledger_entryline line ON line.entry_id = entry.id
              JOIN ledger_account account ON account.id = line.account_id
             WHERE entry.key = 'payment/' || payments.id || '/back' AND account.code = owed)
      FROM payments WHERE state = 'reversed'
     UNION ALL
    SELECT 'refund', id, booking_id, voucher_sale_id, currency, amount_minor,
           (SELECT sum(line.amount_minor) FROM ledger_entry entry
              JOIN ledger_entryline line ON line.entry_id = entry.id
              JOIN ledger_account account ON account.id = line.account_id
             WHERE entry.key = 'refund/' || refunds.id AND account.code = owed)
      FROM refunds WHERE state = 'done'
) AS moved WHERE booked IS DISTINCT FROM minor ORDER BY kind, id
"""
COUNTERS = """
SELECT id, booking_id, voucher_sale_id, currency, refunded_minor, given FROM (
    SELECT payment.id, payment.booking_id, payment.voucher_sale_id, payment.currency, payment.refunded_minor,
           (SELECT coalesce(sum(line.amount_minor), 0) FROM payments_refundline line
              JOIN payments_refund refund ON refund.id = line.refund_id
             WHERE line.payment_id = payment.id AND refund.state NOT IN ('failed', 'returned')) AS given
      FROM payments_payment payment
) AS counted WHERE refunded_minor <> given ORDER BY id
"""
GAPS = """
SELECT series.venue_id, series.kind, series.last, count(document.id), coalesce(max(document.number), 0)
  FROM payments_numberseries series LEFT JOIN payments_document document
    ON document.venue_id = series.venue_id AND document.kind = series.kind
 GROUP BY series.id
HAVING count(document.id) <> series.last OR coalesce(max(document.number), 0) <> series.last
"""
UNBALANCED = """
SELECT account.currency, sum(line.amount_minor) FROM ledger_entryline line
  JOIN ledger_account account ON account.id = line.account_id GROUP BY 1 HAVING sum(line.amount_minor) <> 0
"""


def _fix_books(key: str, asked: Mapping[str, str], now: datetime) -> None:
    mend_books(key=key, now=now)


def _fix_counter(key: str, asked: Mapping[str, str], now: datetime) -> None:
    mend_refunded(payment_id=int(key))


@checks(
    "books",
    word("Payments stand in the books"),
    fixes=[Fix("post", word("Write the entry that is missing"), "payments.view_takings", _fix_books)],
)
def look_at_books(now: datetime) -> Found:
    """Payments and refunds that the books do not have, or have otherwise; books that do not balance."""
    problems = list(_unbooked())
    problems += [
        Problem(
            f"balance/{currency}",
            gettext("the books in %(currency)s are %(amount)s away from balance")
            % {"currency": currency, "amount": Money(int(minor), currency).format()},
        )
        for currency, minor in _rows(UNBALANCED)
    ]
    count = Payment.objects.count() + Refund.objects.count()
    return Found.of(problems, gettext("Payments and refunds looked at: %(count)d") % {"count": count})


@checks(
    "refunds",
    word("What was given back is counted"),
    fixes=[Fix("count", word("Count it again"), "payments.view_takings", _fix_counter)],
)
def look_at_refunds(now: datetime) -> Found:
    """Payments whose count of what went back of them is not the sum of their refunds."""
    problems = []
    for payment_id, booking_id, sale_id, currency, counted, given in _rows(COUNTERS):
        words = gettext("it counts %(counted)s given back, its refunds sum to %(given)s") % {
            "counted": Money(counted, currency).format(),
            "given": Money(int(given), currency).format(),
        }
        problems.append(Problem(str(payment_id), words, _page(booking_id, sale_id)))
    return Found.of(problems, gettext("Payments looked at: %(count)d") % {"count": Payment.objects.count()})


@checks("numbers", word("Documents are numbered without a gap"))
def look_at_numbers(now: datetime) -> Found:
    """Series of which a number is missing. There is no repair: somebody has to know what became of it."""
    problems = [
        Problem(
            f"{venue_id}/{kind}",
            gettext("%(kind)s: %(there)d documents, the last number drawn is %(last)d")
            % {"kind": kind, "there": there, "last": last},
            reverse("payments:documents"),
        )
        for venue_id, kind, last, there, _ in _rows(GAPS)
    ]
    return Found.of(problems, gettext("Every series of numbers was looked at"))


def _unbooked() -> Iterator[Problem]:
    for kind, row_id, booking_id, sale_id, currency, minor, booked in _rows(BOOKS):
        values = {"amount": Money(minor, currency).format()}
        if booked is None:
            words = {
                "payment": gettext("a payment of %(amount)s is not in the books"),
                "back": gettext("a payment of %(amount)s was taken back, and the books do not know"),
                "refund": gettext("a refund of %(amount)s is not in the books"),
            }[kind] % values
        else:
            values["booked"] = Money(int(booked), currency).format()
            words = gettext("%(amount)s moved, the books say %(booked)s") % values
        yield Problem(f"{kind}/{row_id}", words, _page(booking_id, sale_id))


def _rows(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _page(booking_id: int | None, sale_id: int | None) -> str:
    if booking_id is None:
        return reverse("payments:voucher-sale", args=[sale_id])
    return reverse("dashboard:booking", args=[booking_id])
