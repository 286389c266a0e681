"""Cards, and what each does, by Stripe's published test numbers (https://docs.stripe.com/testing)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from standins.stripe.errors import Refusal

GENERIC = "Your card was declined."


@dataclass(frozen=True, slots=True)
class Card:
    """How a number behaves. `declines` is error code, decline code, sentence."""

    number: str
    says: str
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"
    declines: tuple[str, str | None, str] | None = None
    # Declined only once it has been saved: attaching works, charging fails.
    can_be_saved: bool = True
    # 3-D Secure: never, "always", "unless_saved" (once set up, off-session payments need none), "on_session".
    asks: str = "never"
    disputed: str | None = None
    refunds: str = "succeeded"
    is_available_at_once: bool = False


def _declined(code: str, decline: str | None, sentence: str = GENERIC) -> tuple[str, str | None, str]:
    return code, decline, sentence


INSUFFICIENT = _declined("card_declined", "insufficient_funds", "Your card has insufficient funds.")
CARDS = (
    Card("4242424242424242", "Pays"),
    Card("4000056655665556", "Pays (debit)", funding="debit"),
    Card("5555555555554444", "Pays", brand="mastercard"),
    Card("5200828282828210", "Pays (debit)", brand="mastercard", funding="debit"),
    Card("378282246310005", "Pays", brand="amex"),
    Card("6011111111111117", "Pays", brand="discover"),
    Card("4000002760000016", "Pays (Germany)", country="DE"),
    Card("4000008260000000", "Pays (United Kingdom)", country="GB"),
    Card("4000000000000077", "Pays; the money is available at once", is_available_at_once=True),
    Card("4000000000000002", "Declined", declines=_declined("card_declined", "generic_decline"), can_be_saved=False),
    Card("4000000000009995", "Declined: insufficient funds", declines=INSUFFICIENT, can_be_saved=False),
    Card("4000000000009987", "Declined: lost", declines=_declined("card_declined", "lost_card"), can_be_saved=False),
    Card("4000000000009979", "Declined: stolen", declines=_declined("card_declined", "stolen_card"), can_be_saved=False),
    Card(
        "4000000000000069", "Declined: expired", can_be_saved=False,
        declines=_declined("expired_card", "expired_card", "Your card has expired."),
    ),
    Card(
        "4000000000000127", "Declined: wrong security code", can_be_saved=False,
        declines=_declined("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."),
    ),
    Card(
        "4000000000000119", "Declined: processing error", can_be_saved=False,
        declines=_declined(
            "processing_error", "processing_error",
            "An error occurred while processing your card. Try again in a little bit.",
        ),
    ),
    Card(
        "4000000000006975", "Declined: used too often", can_be_saved=False,
        declines=_declined("card_declined", "card_velocity_exceeded"),
    ),
    Card("4100000000000019", "Blocked as fraud", declines=_declined("card_declined", "fraudulent")),
    Card(
        "4000000000000341", "Can be saved; declined when charged",
        declines=_declined("card_declined", "generic_decline"),
    ),
    Card("4000002500003155", "3-D Secure, unless saved for later", asks="unless_saved"),
    Card("4000002760003184", "3-D Secure each time", asks="always"),
    Card("4000003800000446", "3-D Secure while the customer is there", asks="on_session"),
    Card("4000000000003220", "3-D Secure 2", asks="always"),
    Card("4000000000003063", "3-D Secure", asks="always"),
    Card(
        "4000008400001629", "3-D Secure, then declined", asks="always",
        declines=_declined("card_declined", "generic_decline"),
    ),
    Card("4000008260003178", "3-D Secure, then insufficient funds", asks="always", declines=INSUFFICIENT),
    Card("4000000000000259", "Pays, then disputed as fraud", disputed="fraudulent"),
    Card("4000000000002685", "Pays, then disputed: not received", disputed="product_not_received"),
    Card("4000000000001976", "Pays, then an inquiry", disputed="inquiry"),
    Card("4000000000007726", "Pays; a refund takes its time", refunds="pending"),
    Card("4000000000005126", "Pays; a refund fails later", refunds="failed"),
)  # fmt: skip
BY_NUMBER = {card.number: card for card in CARDS}
# Those that a hosted page lists.
LISTED = (
    "4242424242424242", "4000002500003155", "4000002760003184", "4000000000000002", "4000000000009995",
    "4000000000000341", "4000000000000259", "4000000000005126",
)  # fmt: skip

TOKENS = {
    "visa": "4242424242424242", "visa_debit": "4000056655665556", "mastercard": "5555555555554444",
    "amex": "378282246310005", "discover": "6011111111111117", "bypassPending": "4000000000000077",
    "chargeDeclined": "4000000000000002", "visa_chargeDeclined": "4000000000000002",
    "chargeDeclinedInsufficientFunds": "4000000000009995",
    "visa_chargeDeclinedInsufficientFunds": "4000000000009995", "chargeDeclinedLostCard": "4000000000009987",
    "chargeDeclinedStolenCard": "4000000000009979", "chargeDeclinedExpiredCard": "4000000000000069",
    "chargeDeclinedIncorrectCvc": "4000000000000127", "chargeDeclinedProcessingError": "4000000000000119",
    "chargeCustomerFail": "4000000000000341", "radarBlock": "4100000000000019",
    "authenticationRequiredOnSetup": "4000002500003155", "authenticationRequired": "4000002760003184",
    "authenticationRequiredSetupForOffSession": "4000003800000446",
    "authenticationRequiredChargeDeclinedInsufficientFunds": "4000008260003178",
    "threeDSecure2Required": "4000000000003220", "threeDSecureRequired": "4000000000003063",
    "threeDSecureRequiredChargeDeclined": "4000008400001629", "createDispute": "4000000000000259",
    "createDisputeProductNotReceived": "4000000000002685", "createDisputeInquiry": "4000000000001976",
    "pendingRefund": "4000000000007726", "refundFail": "4000000000005126",
}  # fmt: skip


def card_of(number: str) -> Card:
    """The card with that number, typed as people type. Raises Stripe's refusal for any other."""
    digits = "".join(number.split()).replace("-", "")
    if digits in BY_NUMBER:
        return BY_NUMBER[digits]
    if not digits.isdecimal() or not _adds_up(digits):
        raise refused("incorrect_number", None, "Your card number is incorrect.", param="number")
    raise refused(
        "card_declined",
        "test_mode_live_card",
        "Your card was declined. Your request was in test mode, but used a non test card.",
    )


def refused(code: str, decline: str | None, sentence: str, **more: object) -> Refusal:
    """A card's refusal: 402, kept, as a failed attempt is a fact."""
    if decline:
        more["decline_code"] = decline
    return Refusal(sentence, status=402, kind="card_error", code=code, keeps=True, **more)  # type: ignore[arg-type]


def fingerprint(number: str) -> str:
    """The same for the same number everywhere."""
    return hashlib.sha256(f"card:{number}".encode()).hexdigest()[:16]


def _adds_up(digits: str) -> bool:
    """Luhn's check."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
