"""A business's own account at Stripe, to which its customers pay: opened, completed there, looked at.

The account is the venue's own, with its own log-in at Stripe: Stripe asks it for what the law wants to know,
charges it the fees, and pays it out. We ask nothing of that and keep only how it stands. In the public scope;
none of these may run within a transaction, but for the folds.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from billing.errors import NoAccountYet, UnknownObject
from billing.models import ConnectedAccount
from billing.selectors import account_of
from billing.services.at_stripe import ask
from billing.services.events import MOST_FETCHES, FoldedMeanwhile, claim_fold, folds_of
from billing.services.subscriptions import connect_account, fold_disconnected
from billing.services.subscriptions import fold_account as fold_standing
from boom.core.db import service
from boom.core.providers import stripe
from boom.core.providers.stripe import Object

# Stripe answers for the account's losses and asks it for its papers, and it pays the fees: what Stripe called
# a standard account (https://docs.stripe.com/connect/migrate-to-controller-properties).
CONTROLLER = {
    "fees": {"payer": "account"},
    "losses": {"payments": "stripe"},
    "requirement_collection": "stripe",
    "stripe_dashboard": {"type": "full"},
}
CAPABILITIES = {"card_payments": {"requested": True}, "transfers": {"requested": True}}


def start_onboarding(
    *, business_id: int, name: str, email: str, country: str, page_url: str, now: datetime
) -> str:
    """Where the owner tells Stripe what it wants to know; an account is opened where there is none yet.

    Pressed twice it is one account. `country` (two letters) is the account's for good; `page_url` is the page
    that this is pressed on. Raises as `perform_call`.
    """
    known = account_of(business_id)
    if known is None or known.disconnected_at is not None:
        before = f":after:{known.account}" if known is not None else ""
        params = {
            "country": country,
            "email": email,
            "business_profile": {"name": name},
            "controller": CONTROLLER,
            "capabilities": CAPABILITIES,
            "metadata": {"boom_business": str(business_id)},
        }
        about = f"business:{business_id}{before}"
        made = ask("account", about, "/v1/accounts", params, of=business_id, now=now)
        known = connect_account(business_id=business_id, account=str(made["id"]), now=now)
    params = {
        "account": known.account,
        "type": "account_onboarding",
        "collection_options": {"fields": "eventually_due"},
        "refresh_url": f"{page_url}?again=1",
        "return_url": f"{page_url}back/",
    }
    about = f"business:{business_id}:{uuid4().hex}"
    link = ask("account-link", about, "/v1/account_links", params, of=business_id, now=now, is_lasting=False)
    return str(link["url"])


def refresh_account(*, business_id: int, now: datetime) -> ConnectedAccount:
    """Fetch and fold how a business's account stands now. Raises NoAccountYet, and as `stripe.read`."""
    known = account_of(business_id)
    if known is None:
        raise NoAccountYet
    if known.disconnected_at is not None:
        return known
    for _ in range(MOST_FETCHES):
        seen = folds_of(known.account, account=known.account)
        present = fetch_account(known.account)
        if _fold_if_fresh(account=known.account, present=present, seen=seen, now=now):
            known.refresh_from_db()
            return known
    raise FoldedMeanwhile


def fetch_account(account: str) -> Object:
    """An account as Stripe has it; nothing where it is gone or has taken our access away."""
    try:
        return stripe.read(f"/v1/accounts/{account}")
    except stripe.NoSuchObject:
        return {}
    except stripe.StripeRefused as refusal:
        if refusal.details.get("stripe_code") == stripe.NO_ACCESS:
            return {}
        raise


@service
def fold_account(*, account: str, present: Object, now: datetime) -> None:
    """Make our row say what Stripe has of an account. Raises UnknownObject for one that is nobody's."""
    if not ConnectedAccount.objects.filter(account=account).exists():
        raise UnknownObject(f"No business of ours has the account {account}.")
    if present:
        fold_standing(present=present)
    else:
        fold_disconnected(account=account, now=now)


@service
def _fold_if_fresh(*, account: str, present: Object, seen: int, now: datetime) -> bool:
    if not claim_fold(account, account=account, seen=seen):
        return False
    fold_account(account=account, present=present, now=now)
    return True
