"""What receipts and credit notes for gift vouchers say. Nobody's name or message goes in.

A voucher is for whatever the venue sells, whose taxes may differ: none is in its sale, they are in the price
it is used for (a multi-purpose voucher, Directive 2006/112/EC, articles 30a and 30b).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext

from boom.core.money import Money
from payments.models import Document, Payment, PaymentSettings, Refund, VoucherSale
from payments.papers import Draft, method_word, seller_of, surcharge_rows


def receipt(payment: Payment, sale: VoucherSale, settings: PaymentSettings) -> Draft:
    """A receipt for a voucher that was paid."""
    return _draft(
        sale,
        settings,
        title=gettext("Receipt"),
        part=gettext("Payment"),
        minor=payment.amount_minor,
        surcharge=payment.surcharge_minor,
        facts=[[gettext("Paid by"), method_word(payment.method)]],
        is_test=payment.is_test,
    )


def credit_note(refund: Refund, corrects: Document, sale: VoucherSale, settings: PaymentSettings) -> Draft:
    """A credit note for what of a voucher went back to the card."""
    lines = refund.lines.order_by("id")
    return _draft(
        sale,
        settings,
        title=gettext("Credit note"),
        part=gettext("Taken back"),
        minor=refund.amount_minor,
        surcharge=sum(line.surcharge_minor for line in refund.lines.all()),
        facts=[
            [gettext("Corrects"), corrects.name],
            [gettext("Given back as"), ", ".join(dict.fromkeys(method_word(line.method) for line in lines))],
        ],
        is_test=refund.is_test,
    )


def reversal(note: Document, sale: VoucherSale, settings: PaymentSettings) -> Draft:
    """What takes a credit note back whose money never arrived: the voucher is worth it again."""
    return _draft(
        sale,
        settings,
        title=gettext("Reversal of a credit note"),
        part=gettext("Not given back"),
        minor=note.total_minor,
        facts=[
            [gettext("Takes back"), note.name],
            [gettext("Why"), gettext("The card’s bank sent the money back. The voucher is worth it again.")],
        ],
        is_test=note.refund is not None and note.refund.is_test,
    )


def _draft(
    sale: VoucherSale,
    settings: PaymentSettings,
    *,
    title: str,
    part: str,
    minor: int,
    facts: list[list[str]],
    is_test: bool,
    surcharge: int = 0,
) -> Draft:
    if is_test:
        tried = gettext("No money moved. This is no document for the books.")
        facts = [*facts, [gettext("Test mode"), tried]]
    untaxed = gettext("None now: it is in the price the voucher is used for.")
    body: dict[str, Any] = {
        "title": title,
        "language": get_language() or "en",
        "seller": seller_of(sale.venue, settings),
        "facts": [*facts, [gettext("Tax"), untaxed]],
        "parts": [[part, [[gettext("Gift voucher"), "", minor], *surcharge_rows(surcharge)]]],
        "sums": [[gettext("Total"), Money(minor + surcharge, sale.currency).format()]],
        "taxes": [],
        "tax_lines": [],
    }
    return Draft(minor + surcharge, body)
