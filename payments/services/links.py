"""Asking for a payment by a link, splitting a bill into several, and taking links back."""

from __future__ import annotations

from datetime import datetime, timedelta

from boom.core.db import service
from boom.core.errors import Invalid
from boom.core.ids import new_token
from payments.domain.shares import shares_of
from payments.errors import CardsNotTaken, LinkUnknown, MoreThanDue, NothingToPay
from payments.models import PaymentLink
from payments.selectors.links import LinkState, hash_of, links_of, token_of
from payments.selectors.upfront import charging_account
from payments.services.accounts import Account, locked_account, tell, who

MOST_DAYS, USUAL_DAYS = 90, 7
FEWEST_SHARES, MOST_SHARES = 2, 20
# A split bill can be paid until the visit is over, and a little longer.
SHARES_AFTER = timedelta(days=2)


@service
def ask_by_link(
    *,
    booking_id: int,
    amount_minor: int,
    now: datetime,
    days: int = USUAL_DAYS,
    name: str = "",
    email: str = "",
    phone: str = "",
    words: str = "",
) -> PaymentLink:
    """Make a link by which so much of what is due can be paid for so many days; mailed where there is an
    address, sent by text message where there is a number (E.164).

    Raises NothingToPay, MoreThanDue, CardsNotTaken, Invalid, BookingUnknown.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(fields={"days": f"From 1 to {MOST_DAYS} days."})
    account = locked_account(booking_id)
    _insist(account, amount_minor)
    until = now + timedelta(days=days)
    link = _made(account, amount_minor, until, name=name, email=email, phone=phone, words=words)
    if link.email or link.phone:
        tell(account, "payment.link_asked", link=link.pk)
    return link


@service
def split_bill(*, booking_id: int, count: int, now: datetime) -> list[PaymentLink]:
    """Split what is due into so many links whose amounts sum to it.

    Those of an earlier split that nobody paid by are taken back. Raises NothingToPay, CardsNotTaken, Invalid,
    BookingUnknown.
    """
    if not FEWEST_SHARES <= count <= MOST_SHARES:
        raise Invalid(fields={"count": f"From {FEWEST_SHARES} to {MOST_SHARES} people."})
    account = locked_account(booking_id)
    due = account.standing.due
    _insist(account, due.minor)
    unpaid = [
        each.link.pk
        for each in links_of(account.ids, now=now, only_shares=True)
        if each.state != LinkState.PAID
    ]
    PaymentLink.objects.filter(pk__in=unpaid).update(revoked_at=now)
    until = max(account.booking.ends_at, now) + SHARES_AFTER
    shares = [minor for minor in shares_of(due.minor, count) if minor]
    made = [_made(account, minor, until, is_share=True) for minor in shares]
    tell(account, "payment.bill_split", count=len(made))
    return made


@service
def revoke_link(*, link_id: int, now: datetime) -> PaymentLink:
    """Let nobody pay by a link any more; what is paid stays paid. Raises LinkUnknown."""
    link = PaymentLink.objects.select_for_update(of=("self",)).filter(pk=link_id).first()
    if link is None:
        raise LinkUnknown
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        tell(locked_account(link.booking_id), "payment.link_revoked", link=link.pk)
    return link


def _insist(account: Account, amount_minor: int) -> None:
    if charging_account(account.standing.currency) is None:
        raise CardsNotTaken
    if not account.standing.due:
        raise NothingToPay
    if amount_minor <= 0:
        raise Invalid(fields={"amount": "Enter an amount above zero."})
    if amount_minor > account.standing.due.minor:
        raise MoreThanDue(f"{account.standing.due.format()} is due.")


def _made(
    account: Account,
    amount_minor: int,
    until: datetime,
    *,
    is_share: bool = False,
    name: str = "",
    email: str = "",
    phone: str = "",
    words: str = "",
) -> PaymentLink:
    nonce = new_token()
    return PaymentLink.objects.create(
        venue=account.venue,
        booking=account.booking,
        amount_minor=amount_minor,
        currency=account.standing.currency,
        is_share=is_share,
        name=name.strip(),
        email=email.strip(),
        phone=phone,
        words=words.strip(),
        nonce=nonce,
        token_hash=hash_of(token_of(nonce)),
        expires_at=until,
        made_by=who()[0],
    )
