"""Log-ins through the API: begun with a password, renewed by a token that is good once, ended."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from accounts.services import note_sign_in
from boom.core.db import service
from boom.core.errors import Unauthenticated
from boom.core.ids import new_token
from integrations.models import ApiLogIn
from integrations.tokens import ACCESS_LIVES, REFRESH, access_token, refresh_hash

# Not renewed for so long, it ends; as a browser's log-in does after fourteen days in all.
UNUSED_FOR = timedelta(days=14)
KEPT_AFTER_END = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a log-in gives: `access` for calls, good for `lives`; `refresh` for the next pair, good once."""

    user: User
    access: str
    refresh: str
    lives: timedelta = ACCESS_LIVES


@service
def begin_log_in(*, user: User, now: datetime) -> Tokens:
    """Log somebody in who has just proved who they are."""
    handle, secret = secrets.token_urlsafe(16), new_token()
    ApiLogIn.objects.create(
        handle=handle,
        user=user,
        secret_hash=refresh_hash(secret),
        access_version=user.access_version,
        used_at=now,
        expires_at=now + UNUSED_FOR,
    )
    note_sign_in(user=user, now=now)
    return Tokens(user, access_token(user, now=now), f"{handle}.{secret}")


def renew_log_in(*, refresh: str, now: datetime) -> Tokens:
    """A new pair for a refresh token; the old one is good no more.

    Raises Unauthenticated for one that is not good. One that was used before ends the log-in: two have it,
    and one of them stole it.
    """
    tokens = _renewed(refresh=refresh, now=now)
    if tokens is None:
        # After the transaction, which may have ended the log-in for good.
        raise Unauthenticated("This log-in has ended. Log in again.")
    return tokens


@service
def _renewed(*, refresh: str, now: datetime) -> Tokens | None:
    known, secret = _of(refresh)
    if known is None or known.ended_at is not None or known.expires_at <= now:
        return None
    user = known.user
    if not hmac.compare_digest(known.secret_hash, refresh_hash(secret)):
        _end(known, now)
        return None
    if not user.is_active or user.access_version != known.access_version:
        _end(known, now)
        return None
    secret = new_token()
    known.secret_hash, known.used_at, known.expires_at = refresh_hash(secret), now, now + UNUSED_FOR
    known.save(update_fields=["secret_hash", "used_at", "expires_at"])
    return Tokens(user, access_token(user, now=now), f"{known.handle}.{secret}")


@service
def end_log_in(*, refresh: str, now: datetime) -> None:
    """End a log-in: its refresh token renews nothing any more. What is none ends nothing."""
    known, secret = _of(refresh)
    if known is not None and hmac.compare_digest(known.secret_hash, refresh_hash(secret)):
        _end(known, now)


@service
def forget_ended_log_ins(*, now: datetime) -> int:
    """Delete those that have run out, in the present schema. Returns how many."""
    deleted, _ = ApiLogIn.objects.filter(expires_at__lte=now - KEPT_AFTER_END).delete()
    return deleted


def _of(refresh: str) -> tuple[ApiLogIn | None, str]:
    found = REFRESH.fullmatch(refresh)
    if found is None:
        return None, ""
    handle, secret = found.groups()
    rows = ApiLogIn.objects.select_for_update(of=("self",)).select_related("user")
    return rows.filter(handle=handle).first(), secret


def _end(known: ApiLogIn, now: datetime) -> None:
    if known.ended_at is None:
        known.ended_at = now
        known.save(update_fields=["ended_at"])
