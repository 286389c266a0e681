"""Who calls the API: a program by its key, or a person by the access token of a log-in. Never a cookie."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from accounts.models import User
from billing.domain.features import Feature
from billing.errors import Closed, FeatureNotInPlan, ReadOnly
from billing.selectors import allows, held_plan
from boom.core import clock, rates, throttle
from boom.core.actor import Actor
from boom.core.errors import Forbidden, Unauthenticated
from boom.core.throttle import TooOften
from boom.middleware import client_address
from integrations.models import ApiKey
from integrations.services.api_keys import is_use_due, note_use
from integrations.tokens import KEY, key_hash, read_access_token
from tenants.access import Open, open_at

log = structlog.get_logger(__name__)

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# All credentials of a business together may make so many times the calls of one.
OF_ALL = 4


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as everything behind the door needs them."""

    holder: ApiKey | User

    @property
    def is_program(self) -> bool:
        return isinstance(self.holder, ApiKey)

    @property
    def credential(self) -> str:
        """What limits and kept answers go by: "key:3", "person:7"."""
        return f"{'key' if self.is_program else 'person'}:{self.holder.pk}"

    @property
    def venue_ids(self) -> Sequence[int]:
        return self.holder.venue_ids

    @property
    def room_ids(self) -> Sequence[int]:
        return () if isinstance(self.holder, ApiKey) else self.holder.room_ids

    def has_perm(self, permission: str) -> bool:
        """Whether they may do it."""
        return self.holder.has_perm(permission)

    def insist_on(self, permission: str) -> None:
        """Raise Forbidden for who may not."""
        if not self.has_perm(permission):
            raise Forbidden(details={"permission": permission})

    @staticmethod
    def insist_on_feature(request: HttpRequest, feature: Feature) -> None:
        """Raise FeatureNotInPlan where the business's plan does not have it."""
        if not allows(request.business, feature):  # type: ignore[attr-defined]
            raise FeatureNotInPlan

    def actor(self, request: HttpRequest) -> Actor:
        """As the record names them."""
        return Actor(
            kind="api_key" if self.is_program else "person",
            id=str(self.holder.pk),
            label=self.holder.name,
            source="api",
            request_id=request.request_id,  # type: ignore[attr-defined]
            address=client_address(request),
            agent=request.headers.get("User-Agent", "")[:300],
        )


class Bearer(HttpBearer):
    """`Authorization: Bearer …` with an API key or an access token. One for each operation, as each needs a
    permission of its own.
    """

    def __init__(self, *, needs: str, stays_open: bool = False, feature: Feature | None = None) -> None:
        super().__init__()
        self.needs, self.stays_open, self.feature = needs, stays_open, feature

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Who asks, let in as far as this operation goes. Raises what `boom.problems` answers."""
        now = clock.now()
        caller = _caller(token, now)
        if caller is None:
            throttle.take(throttle.STRANGERS, client_address(request), now=now)
            log.info("api credential refused", address=client_address(request))
            raise Unauthenticated
        _count(request, caller, now)
        _insist_on_standing(request, stays_open=self.stays_open)
        if self.needs:
            caller.insist_on(self.needs)
        if self.feature is not None:
            caller.insist_on_feature(request, self.feature)
        if isinstance(caller.holder, ApiKey) and is_use_due(caller.holder, now=now):
            note_use(key=caller.holder, now=now)
        return caller


def _caller(token: str, now: datetime) -> Caller | None:
    key = KEY.fullmatch(token)
    if key is not None:
        prefix, secret = key.groups()
        found = ApiKey.objects.filter(prefix=prefix).first()
        is_right = found is not None and hmac.compare_digest(found.secret_hash, key_hash(secret))
        return Caller(found) if found is not None and is_right and found.is_good(now) else None
    claim = read_access_token(token, now=now)
    if claim is None:
        return None
    user = User.objects.select_related("own_role").filter(pk=claim.user_id, is_active=True).first()
    return Caller(user) if user is not None and user.access_version == claim.access_version else None


def _count(request: HttpRequest, caller: Caller, now: datetime) -> None:
    """Count the call; the middleware says in the answer what is left. Raises TooOften."""
    held = held_plan(request.business)  # type: ignore[attr-defined]
    most = settings.API_CALLS_A_MINUTE if held is None else held.plan.api_calls_a_minute
    rate = rates.count([(caller.credential, most), ("all", most * OF_ALL)], now=now)
    request.api_rate = rate  # type: ignore[attr-defined]
    if rate.is_over:
        raise TooOften(retry_after=rate.resets_in)


def _insist_on_standing(request: HttpRequest, *, stays_open: bool) -> None:
    """Hold the call to what is open at the business, as `StandingMiddleware` holds pages."""
    standing = open_at(request.business)  # type: ignore[attr-defined]
    if standing == Open.FULLY or stays_open:
        return
    if standing == Open.FOR_READING:
        if request.method not in READING:
            raise ReadOnly
        return
    raise Closed
