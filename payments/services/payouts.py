"""Payouts: kept from what Stripe has of them, each movement tied to the payment, refund or dispute it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from boom.core.db import service
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from ledger.domain.entries import Line, debit
from ledger.models import Entry
from ledger.services import post, reverse
from payments.domain import chart
from payments.models import Dispute, LineKind, Method, Payment, Payout, PayoutLine, PayoutState, RefundLine
from payments.models.payouts import CAME_TO_NOTHING
from payments.services.fees import platforms_part, post_fees

# A day's payout of a busy venue has some hundreds.
MOST_LINES = 10_000
# https://docs.stripe.com/reports/balance-transaction-types; the payout itself is none of its parts.
KINDS = {
    "charge": LineKind.CHARGE,
    "payment": LineKind.CHARGE,
    "refund": LineKind.REFUND,
    "payment_refund": LineKind.REFUND,
    # It came back from the card's bank.
    "refund_failure": LineKind.REFUND,
    "adjustment": LineKind.DISPUTE,
    "stripe_fee": LineKind.FEE,
    "application_fee": LineKind.FEE,
    "application_fee_refund": LineKind.FEE,
}


def fetch_payout(payout_id: str, account: str) -> Object:
    """A payout with all it is made of. Raises as `stripe.read`."""
    payout = stripe.read(f"/v1/payouts/{payout_id}", account=account)
    asked = {"payout": payout_id, "expand": ["data.source"]}
    lines = stripe.read_all("/v1/balance_transactions", asked, account=account, most=MOST_LINES)
    return {"payout": payout, "lines": list(lines) if payout["automatic"] else []}


@service
def fold_payout(*, present: Object, account: str) -> Payout:
    """Make our rows say what Stripe has of a payout, and the books with them. In the business's scope."""
    told = present["payout"]
    row, _ = Payout.objects.update_or_create(
        external_account=account,
        external_id=told["id"],
        defaults={
            "state": PayoutState(told["status"]),
            "amount_minor": told["amount"],
            "currency": str(told["currency"]).upper(),
            "is_automatic": bool(told["automatic"]),
            # Events of the other mode are not dealt with.
            "is_test": not stripe.is_live(),
            "made_at": datetime.fromtimestamp(told["created"], UTC),
            "arrives_at": datetime.fromtimestamp(told["arrival_date"], UTC),
            "failure": str(told.get("failure_message") or "")[:200],
        },
    )
    parts = [
        each for each in present["lines"] if each["source"] is None or _id_of(each["source"]) != told["id"]
    ]
    lines = _tied(row, parts)
    PayoutLine.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["payout", "external_id"],
        update_fields=["booked_minor", "payment", "refund_line", "dispute", "platform_fee_minor"],
    )
    _post(row)
    return row


def _tied(row: Payout, parts: Sequence[Object]) -> list[PayoutLine]:
    """Each movement with our own row of it. Four queries."""
    sources = {name for part in parts for name in _names_of(part)}
    payments = {
        each.external_id: each
        for each in Payment.objects.filter(external_account=row.external_account, external_id__in=sources)
    }
    of_fees = Payment.objects.filter(external_account=row.external_account).exclude(external_fee_id="")
    by_fee = {
        each.external_fee_id: each
        for each in of_fees.filter(external_fee_id__in=[_fee_of(part) for part in parts])
    }
    refunds = {
        each.external_id: each
        for each in RefundLine.objects.filter(
            payment__external_account=row.external_account, external_id__in=sources
        )
    }
    disputes = {
        each.external_id: each
        for each in Dispute.objects.filter(external_account=row.external_account, external_id__in=sources)
    }
    found = []
    for part in parts:
        names, kind = _names_of(part), KINDS.get(part["type"], LineKind.OTHER)
        line = PayoutLine(
            payout=row,
            external_id=part["id"],
            source_id=_id_of(part["source"])[:255],
            kind=kind,
            amount_minor=part["amount"],
            fee_minor=part["fee"],
            net_minor=part["net"],
            words=str(part.get("description") or "")[:200],
            at=datetime.fromtimestamp(part["created"], UTC),
            platform_fee_minor=platforms_part(part),
        )
        if part["type"] == "application_fee_refund":
            # It came back with a refund, of a fee that we know.
            line.payment = by_fee.get(_fee_of(part))
            line.platform_fee_minor = -part["amount"]
        if kind == LineKind.CHARGE:
            line.payment = _first(payments, names)
            line.booked_minor = line.payment.charged_minor if line.payment else None
        elif kind == LineKind.REFUND:
            line.refund_line = _first(refunds, names)
            sign = 1 if part["type"] == "refund_failure" else -1
            line.booked_minor = sign * line.refund_line.charged_minor if line.refund_line else None
        elif kind == LineKind.DISPUTE:
            line.dispute = _first(disputes, names)
            # It is taken and given back whole.
            sign = -1 if part["amount"] < 0 else 1
            line.booked_minor = sign * line.dispute.amount_minor if line.dispute else None
        found.append(line)
    return found


def _names_of(part: Object) -> list[str]:
    """What our rows may know a movement as: by its source, or by the payment that its charge is of."""
    source = part["source"]
    names = [_id_of(source)]
    if isinstance(source, dict) and source.get("object") == "charge":
        names.insert(0, _id_of(source.get("payment_intent")))
    return [name for name in names if name]


def _fee_of(part: Object) -> str:
    """The fee that a movement gives back; nothing where it is none of that."""
    source = part["source"]
    return _id_of(source.get("fee")) if isinstance(source, dict) else ""


def _first(rows: dict[str, Any], names: Iterable[str]) -> Any:
    return next((rows[name] for name in names if name in rows), None)


def _id_of(reference: Any) -> str:
    return str((reference.get("id") if isinstance(reference, dict) else reference) or "")


def venue_of(line: PayoutLine) -> int | None:
    """Which venue's money a movement is; None where nothing of ours says so."""
    if line.payment is not None:
        return line.payment.venue_id
    if line.refund_line is not None:
        return line.refund_line.payment.venue_id
    return line.dispute.venue_id if line.dispute is not None else None


def _is_test(line: PayoutLine) -> bool:
    payment = line.payment or (line.refund_line or line.dispute).payment  # type: ignore[union-attr]
    return bool(payment.is_test)


def _post(row: Payout) -> None:
    """What left each venue's card money: to the bank, and in fees. Undone where the bank sent it back."""
    key = f"payout/{row.pk}/"
    posted = list(Entry.objects.filter(key__startswith=key, reverses=None).order_by("id"))
    if row.state in CAME_TO_NOTHING:
        for entry in posted:
            reverse(key=entry.key, new_key=f"{entry.key}/back", at=row.made_at)
        _keep_fees(row)
        return
    lines = row.lines.select_related("payment", "refund_line__payment", "dispute")
    by_venue: dict[int, list[PayoutLine]] = defaultdict(list)
    for line in lines.order_by("id"):
        venue = venue_of(line)
        if venue is not None and line.is_ours:
            by_venue[venue].append(line)
    known = {entry.key for entry in posted}
    for venue, own in sorted(by_venue.items()):
        if f"{key}{venue}" not in known:
            post(
                key=f"{key}{venue}",
                kind="payout",
                at=row.made_at,
                about=f"payout/{row.pk}",
                # A payout is of one mode.
                lines=chart.in_mode(_lines(venue, own, row.currency), is_test=_is_test(own[0])),
            )


def _keep_fees(row: Payout) -> None:
    """What Stripe kept of the payments stays kept, though the payout that said so came to nothing."""
    charges = row.lines.filter(kind=LineKind.CHARGE, payment__fee_minor__isnull=False)
    for line in charges.select_related("payment").order_by("id"):
        payment = line.payment
        if payment is not None and payment.fee_minor is not None:
            post_fees(payment, stripes=payment.fee_minor, platforms=line.platform_fee_minor, at=row.made_at)


def _lines(venue: int, own: Sequence[PayoutLine], currency: str) -> list[Line]:
    gross, fees = sum(line.amount_minor for line in own), sum(line.fee_minor for line in own)
    new = [_fees_to_book(line) for line in own]
    stripes, platforms = sum(part for part, _ in new), sum(part for _, part in new)
    return [
        debit(chart.paid_out(venue), Money(gross - fees, currency)),
        debit(chart.fees(venue), Money(stripes, currency)),
        debit(chart.platform_fee(venue), Money(platforms, currency)),
        debit(chart.of_method(venue, Method.CARD), Money(fees - gross - stripes - platforms, currency)),
    ]


def _fees_to_book(line: PayoutLine) -> tuple[int, int]:
    """What of a movement's fee, Stripe's and the platform's, is not in the books already (`fees`)."""
    stripes, platforms = line.fee_minor - line.platform_fee_minor, line.platform_fee_minor
    if line.kind == LineKind.FEE:
        return 0, 0
    if line.kind == LineKind.CHARGE and line.payment is not None and line.payment.fee_minor is not None:
        return 0, 0
    # What came back of the platform's has an event of its own.
    return stripes, 0 if line.kind == LineKind.REFUND else platforms
