"""Disputes in words: why a bank took a payment back, where it stands, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boom.core.money import Money
from payments.models import Dispute, DisputeState

# https://docs.stripe.com/disputes/categories
REASONS = {
    "bank_cannot_process": _("The bank could not process it"),
    "credit_not_processed": _("The guest waits for a refund"),
    "debit_not_authorized": _("The guest did not allow the debit"),
    "duplicate": _("The guest says it was charged twice"),
    "fraudulent": _("The cardholder says it was not them"),
    "general": _("No reason was given"),
    "incorrect_account_details": _("The account is wrong"),
    "insufficient_funds": _("There was not enough money"),
    "product_not_received": _("The guest says they did not get it"),
    "product_unacceptable": _("The guest says it was not as described"),
    "subscription_canceled": _("The guest says it was cancelled"),
    "unrecognized": _("The cardholder does not know the charge"),
}
COLOURS = {
    DisputeState.QUESTION: "warn",
    DisputeState.TO_ANSWER: "stop",
    DisputeState.LOST: "stop",
    DisputeState.WON: "good",
    DisputeState.QUESTION_OVER: "good",
    DisputeState.PREVENTED: "good",
}
# What evidence is called on the page, in the order in which it stands there.
FIELD_WORDS = {
    "customer_name": _("Guest"),
    "customer_email_address": _("E-mail"),
    "product_description": _("What was booked"),
    "service_date": _("Night of the visit"),
    "cancellation_policy_disclosure": _("What the guest agreed to"),
    "refund_policy_disclosure": _("Terms of cancellation"),
    "access_activity_log": _("The visit"),
    "uncategorized_text": _("Messages and history"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A dispute as pages show it."""

    dispute: Dispute
    amount: Money
    fee: Money
    state: str
    colour: str
    reason: str


def shown(dispute: Dispute) -> Shown:
    """A dispute with its sums and words."""
    state = DisputeState(dispute.state)
    return Shown(
        dispute,
        Money(dispute.amount_minor, dispute.currency),
        Money(dispute.fee_minor, dispute.currency),
        gettext(str(state.label)),
        COLOURS.get(state, "plain"),
        str(REASONS.get(dispute.reason, REASONS["general"])),
    )


def facts_of(evidence: dict[str, str]) -> list[tuple[str, str]]:
    """What a bank is told, as terms and words."""
    return [(str(words), evidence[name]) for name, words in FIELD_WORDS.items() if evidence.get(name)]


def refund_warning(dispute: Dispute) -> str:
    """What to know before a booking's money is given back while one of its payments is with a bank."""
    amount = {"amount": Money(dispute.amount_minor, dispute.currency).format()}
    if dispute.state in {DisputeState.QUESTION, DisputeState.QUESTION_ANSWERED}:
        return gettext("The bank asks about %(amount)s of this. Giving that back ends its question.") % amount
    if dispute.state in {DisputeState.TO_ANSWER, DisputeState.ANSWERED}:
        words = gettext(
            "The bank has taken %(amount)s of this back for the guest, and the dispute is open: given back "
            "by you as well, they would have it twice. It counts as given back meanwhile."
        )
        return words % amount
    if dispute.state == DisputeState.LOST:
        words = gettext("The bank has given %(amount)s of this to the guest for good. It is not owed again.")
        return words % amount
    return ""
