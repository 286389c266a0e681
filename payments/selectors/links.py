"""Links to pay by: what they are for, whether they are paid, and where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse

from bookings.domain.paying import Standing
from bookings.takings import standings_of
from boom.core.ids import token_hash
from boom.core.made_tokens import made_token
from boom.core.money import Money
from payments.errors import LinkUnknown
from payments.models import Payment, PaymentLink, PaymentState

PURPOSE = "payment-link"
MOST_SHOWN = 40


class LinkState(StrEnum):
    """How a link stands."""

    OPEN = "open"
    PAID = "paid"
    OVER = "over"
    REVOKED = "revoked"
    NOTHING_DUE = "nothing_due"


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A link as pages show it. `amount` is what would be paid by it now: never more than is due."""

    link: PaymentLink
    state: LinkState
    amount: Money
    token: str

    @property
    def path(self) -> str:
        """Where it leads, on the venue's host."""
        return reverse("payments:link", args=[self.token])

    @property
    def is_open(self) -> bool:
        return self.state == LinkState.OPEN


def token_of(nonce: str, *, kept: str | None = None) -> str:
    """The link itself: 256 bits that only somebody with the installation's secret key can make of `nonce`.
    `kept`: the hash that is stored, so that it is the same after the key was replaced.
    """
    is_kept = None if kept is None else lambda token: hash_of(token) == kept
    return made_token(f"boom.{PURPOSE}", nonce, is_kept=is_kept)


def hash_of(token: str) -> str:
    return token_hash(token, purpose=PURPOSE)


def payer_of(link: PaymentLink) -> str:
    """Who pays through it, as payments note it (`card_pages.Wanted`)."""
    return f"link{link.pk}"


def link_called(token: str, *, now: datetime) -> LinkShown:
    """What a link is for, with booking, room, venue and customer. Raises LinkUnknown."""
    rows = PaymentLink.objects.select_related("venue", "booking__room__venue", "booking__customer")
    link = rows.filter(token_hash=hash_of(token)).first()
    if link is None:
        raise LinkUnknown
    return _shown([link], now=now)[0]


def links_of(booking_ids: Sequence[int], *, now: datetime, only_shares: bool = False) -> list[LinkShown]:
    """The links for these bookings, the newest MOST_SHOWN, in the order they were made. Four queries."""
    rows = PaymentLink.objects.filter(booking_id__in=booking_ids, revoked_at__isnull=True)
    if only_shares:
        rows = rows.filter(is_share=True)
    return _shown(list(rows.order_by("-id")[:MOST_SHOWN])[::-1], now=now)


def _shown(links: Sequence[PaymentLink], *, now: datetime) -> list[LinkShown]:
    if not links:
        return []
    bookings = {link.booking_id for link in links}
    standings = standings_of(bookings)
    paid = Payment.objects.filter(booking_id__in=bookings, state=PaymentState.TAKEN, method="card")
    keys = [key for key in paid.values_list("idempotency_key", flat=True) if key]
    payers = {key.split(":")[1] for key in keys if key.startswith("page:")}
    return [_one(link, standings.get(link.booking_id), payer_of(link) in payers, now) for link in links]


def _one(link: PaymentLink, standing: Standing | None, is_paid: bool, now: datetime) -> LinkShown:
    due = standing.due.minor if standing is not None else 0
    amount = Money(min(link.amount_minor, due), link.currency)
    if is_paid:
        state, amount = LinkState.PAID, Money(link.amount_minor, link.currency)
    elif link.revoked_at is not None:
        state = LinkState.REVOKED
    elif not due:
        state = LinkState.NOTHING_DUE
    else:
        state = LinkState.OVER if link.expires_at <= now else LinkState.OPEN
    return LinkShown(link, state, amount, token_of(link.nonce, kept=link.token_hash))
