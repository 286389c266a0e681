"""What a provider of card payments does for a venue. None is registered: the desk needs none.

Every call leaves the process: it is made outside of any transaction, with a key of ours that is stored before
the call and used again for a retry, so that a lost answer charges nobody twice. What the provider says later
arrives as events, and `payments.services` folds the state it then fetches (`CardPayment`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from boom.core.money import Money


class CardState(StrEnum):
    """How a card payment stands at the provider: PENDING may still become any of the others."""

    PENDING = "pending"
    TAKEN = "taken"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CheckoutWanted:
    """A payment that a guest is about to make on the provider's page. `payment_id` is our row, PENDING."""

    payment_id: int
    account: str
    amount: Money
    words: str
    email: str
    success_url: str
    cancel_url: str
    expires_at: datetime
    # Keep the card for a fee later on; the guest is told so on the provider's page.
    saves_card: bool = False


@dataclass(frozen=True, slots=True)
class Checkout:
    """Where to send the guest, and what it is called at the provider."""

    external_id: str
    url: str


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A card kept at the provider, as people recognise it; we never see its number."""

    external_id: str
    brand: str
    last_four: str
    expires: str


@dataclass(frozen=True, slots=True)
class CardPayment:
    """How a payment stands at the provider now. `refunded` is all that has been given back of it there."""

    external_id: str
    state: CardState
    amount: Money
    refunded: Money
    fee: Money | None = None
    reason: str = ""
    saved_card: SavedCard | None = None


@dataclass(frozen=True, slots=True)
class CardRefund:
    """A refund as the provider has it; PENDING ones end by an event."""

    external_id: str
    state: CardState
    reason: str = ""


class CardProvider(Protocol):
    """Charges through a page of the provider's, refunds, and charges a saved card.

    Every method raises `boom.core.errors.ProviderDown` where the outcome is unknown: then the row stays
    PENDING and is asked about again under the same key, never charged under another.
    """

    @property
    def is_test(self) -> bool:
        """Whether no real money moves; pages say so."""
        ...

    def open_checkout(self, wanted: CheckoutWanted, *, key: str) -> Checkout:
        """Make the page on which the guest pays. The same key gives the same page."""
        ...

    def close_checkout(self, external_id: str, *, account: str) -> CardPayment:
        """Let a page take no money any more, and say whether it took some first."""
        ...

    def payment(self, external_id: str, *, account: str) -> CardPayment:
        """How it stands now."""
        ...

    def refund(self, external_id: str, amount: Money, *, account: str, key: str) -> CardRefund:
        """Give some of it back to the card. The same key gives back once."""
        ...

    def charge_saved(self, card: str, amount: Money, *, account: str, words: str, key: str) -> CardPayment:
        """Charge a kept card without the guest. FAILED, with the reason, where the bank wants them."""
        ...

    def forget_card(self, card: str, *, account: str, key: str) -> None:
        """Let go of a kept card."""
        ...
