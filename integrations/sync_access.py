"""Getting into an account: its access token, renewed when it has run out, or noted that nobody is let in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from boom.core import clock
from boom.core.sealing import SealBroken, unseal
from integrations.errors import AccessRefused, CalendarServiceAway, GrantGone
from integrations.models import CalendarAccount
from integrations.models.sync import ACCESS, REFRESH
from integrations.providers import PROVIDERS
from integrations.services.sync_accounts import claim_renewal, free_renewal, keep_grant, note_refused

Found = TypeVar("Found")


def with_access(account_id: int, ask: Callable[[str], Found]) -> Found:
    """What `ask` finds with an access token of the account, renewed once where the company wants that.

    Raises GrantGone when Boom is let in no more, which is noted; CalendarServiceAway, and what `ask` raises.
    """
    account = CalendarAccount.objects.get(pk=account_id)
    if account.refused_since is not None:
        raise GrantGone
    try:
        try:
            return ask(_access(account, clock.now()))
        except AccessRefused:
            return ask(_renewed(account))
    except (AccessRefused, GrantGone, SealBroken) as error:
        note_refused(account_id=account_id, now=clock.now())
        raise GrantGone from error


def _access(account: CalendarAccount, now: datetime) -> str:
    if account.access_token and account.access_until is not None and account.access_until > now:
        return unseal(account.access_token, purpose=ACCESS)
    return _renewed(account)


def _renewed(account: CalendarAccount) -> str:
    """A new access token. One worker asks for it: a refresh token may be good for one use only."""
    if not claim_renewal(account_id=account.pk, now=clock.now()):
        raise CalendarServiceAway("Access is being renewed at this moment.")
    try:
        # Another may have been given since the account was read.
        sealed = CalendarAccount.objects.get(pk=account.pk).refresh_token
        if not sealed:
            raise GrantGone
        grant = PROVIDERS[account.company].renew(unseal(sealed, purpose=REFRESH))
    except BaseException:
        free_renewal(account_id=account.pk)
        raise
    keep_grant(account_id=account.pk, grant=grant, now=clock.now())
    return grant.access_token
