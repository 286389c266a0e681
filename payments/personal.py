"""What payments keep of persons (`bookings.personal`): names on documents go with them, sums stay."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.personal import Part, Person, register
from payments.models import Dispute, Document, KeptCard, Payment, PaymentLink, Refund, VoucherSale


def _blanked(words: Any) -> str:
    """A reason that there has to be is still one."""
    return "***" if words else ""


def _of_theirs(person: Person) -> Q:
    """What is for a booking of theirs, or for a gift voucher that they bought."""
    return Q(booking_id__in=person.booking_ids) | person.reached_at("voucher_sale__buyer_email")


register(
    Part(
        Payment,
        _("Payments"),
        _of_theirs,
        (
            "booking__reference", "method", "amount_minor", "refunded_minor", "currency", "state", "taken_at",
            "note",
        ),
        {"note": "", "reversed_because": _blanked},
        # Who took it is of the team.
        plain=(
            "method", "currency", "state", "taken_by", "taken_by_id", "external_id", "external_account",
            "external_fee_id", "idempotency_key",
        ),
    )
)  # fmt: skip
register(
    Part(
        Refund,
        _("Money given back"),
        _of_theirs,
        ("booking__reference", "amount_minor", "currency", "to_credit", "given_at"),
        {"reason": _blanked},
        plain=("currency", "state", "items", "given_by", "given_by_id", "idempotency_key"),
    )
)
register(
    Part(
        Dispute,
        _("Payments that your bank took back"),
        lambda person: (
            Q(payment__booking_id__in=person.booking_ids)
            | person.reached_at("payment__voucher_sale__buyer_email")
        ),
        ("payment__booking__reference", "amount_minor", "currency", "state", "opened_at"),
        # What was sent to the bank names them, and is with the bank.
        {"evidence": {}},
        # Who answered is of the team.
        plain=("state", "reason", "currency", "external_id", "external_account", "answered_by", "gave_in_by"),
    )
)
register(
    Part(
        Document,
        _("Receipts and invoices"),
        _of_theirs,
        ("name", "kind", "issued_at", "total_minor", "currency", "buyer"),
        # The document itself has to be kept; it names nobody any more.
        {"buyer": ""},
        plain=("kind", "name", "currency", "body"),
    )
)
register(
    Part(
        PaymentLink,
        _("Links to pay by"),
        lambda person: Q(booking_id__in=person.booking_ids),
        ("booking__reference", "amount_minor", "currency", "name", "email", "phone", "words", "expires_at"),
        {"name": "", "email": "", "phone": "", "words": ""},
        plain=("currency", "nonce", "token_hash", "made_by"),
    )
)
register(
    Part(
        KeptCard,
        _("Cards left for a fee"),
        lambda person: Q(booking_id__in=person.booking_ids),
        ("booking__reference", "brand", "last_four", "expires", "state"),
        {"brand": "", "last_four": "", "expires": ""},
        plain=("state", "external_account", "session_id", "external_customer", "external_id"),
    )
)
register(
    Part(
        VoucherSale,
        _("Gift vouchers they bought or were given"),
        lambda person: person.reached_at("buyer_email") | person.reached_at("for_email"),
        (
            "amount_minor",
            "currency",
            "buyer_name",
            "buyer_email",
            "for_name",
            "for_email",
            "message",
            "sold_at",
        ),
        {"buyer_name": "", "buyer_email": "", "for_name": "", "for_email": "", "message": ""},
        plain=("currency", "nonce", "token_hash", "buyer_hash", "idempotency_key"),
        # Whoever was given one is not told who else is in it.
        surely=lambda person: person.reached_at("buyer_email"),
    )
)
