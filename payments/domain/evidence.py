"""What a bank is told of a disputed payment: the record of the visit, in Stripe’s fields for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Of one field, and of all together, as Stripe takes them
# (https://docs.stripe.com/api/disputes/evidence_object).
LONGEST_FIELD, LONGEST_ALL = 20_000, 150_000


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that the record says; `when` in words of the venue's clock."""

    when: str
    words: str

    def __str__(self) -> str:
        return f"{self.when}: {self.words}" if self.when else self.words


@dataclass(frozen=True, slots=True)
class Case:
    """What is on record about a payment's booking. Whatever is not known is empty."""

    customer_name: str
    customer_email: str
    product: str
    service_on: str
    cancellation: str
    agreed: Sequence[Sign] = ()
    presence: Sequence[Sign] = ()
    written: Sequence[Sign] = ()
    history: Sequence[Sign] = ()


def evidence_of(case: Case, own_words: str = "") -> dict[str, str]:
    """Stripe's fields with what there is to say; fields of which nothing is known are left out."""
    fields = {
        "customer_name": case.customer_name,
        "customer_email_address": case.customer_email,
        "product_description": case.product,
        "service_date": case.service_on,
        "cancellation_policy_disclosure": _lines(case.agreed),
        "refund_policy_disclosure": case.cancellation,
        "access_activity_log": _lines(case.presence),
        "uncategorized_text": "\n\n".join(
            part for part in (own_words.strip(), _lines(case.written), _lines(case.history)) if part
        ),
    }
    found: dict[str, str] = {}
    left = LONGEST_ALL
    for name, words in fields.items():
        kept = _shortened(words, min(left, LONGEST_FIELD))
        if kept:
            found[name] = kept
            left -= len(kept)
    return found


def _lines(signs: Iterable[Sign]) -> str:
    return "\n".join(str(sign) for sign in signs)


def _shortened(words: str, longest: int) -> str:
    """The beginning of what is too long, to the last whole line."""
    if len(words) <= longest:
        return words
    return words[:longest].rpartition("\n")[0] or words[:longest]
