"""Logging in with a password for an access token, renewing it, and logging out."""

from __future__ import annotations

from typing import Literal

import structlog
from django.contrib.auth import authenticate
from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from accounts.errors import SignInRefused
from accounts.fields import LONGEST_PASSWORD
from accounts.models import User
from accounts.permissions import MATRIX
from boom.core import clock, throttle
from boom.core.errors import DomainError, Unauthenticated
from boom.middleware import client_address
from boom.rest.endpoints import ANYBODY, ApiRequest, endpoint
from boom.rest.values import Body, Shape, line
from integrations.models import ApiKey
from integrations.services import log_ins
from integrations.services.log_ins import Tokens

router = Router()
log = structlog.get_logger(__name__)
TAGS = ["Log-in"]
LONGEST_TOKEN = 200


class LogInBody(Body):
    """An address and a password of somebody on the team."""

    email: line(254, shortest=1) = Field(examples=["owner@velvet.example.com"])  # type: ignore[valid-type]
    password: str = Field(min_length=1, max_length=LONGEST_PASSWORD, pattern=r"^[^\x00]*$")


class RefreshBody(Body):
    """What the log-in gave."""

    refresh_token: str = Field(min_length=1, max_length=LONGEST_TOKEN, pattern=r"^[^\x00]*$")


class TokenPair(Shape):
    """What calls are made with: `access_token` for a quarter of an hour; `refresh_token` gives the next."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - what kind of token it is
    expires_in: int = Field(description="Seconds.", examples=[900])
    refresh_token: str = Field(description="Good once.")


class Me(Shape):
    """Whose credential it is, and what it may do."""

    kind: Literal["person", "api_key"]
    id: int
    name: str
    email: str | None
    role: str | None
    permissions: list[str]
    venue_ids: list[int] = Field(description="The venues it may touch; none named means all.")


@endpoint(
    router, "POST", "/auth/login", needs=ANYBODY, gives=TokenPair, tags=TAGS, is_open=True, refuses=[401]
)
def log_in(request: HttpRequest, body: LogInBody) -> TokenPair:
    """Log in at this business with an e-mail address and a password.

    The tokens are of this business alone. Five failures in five minutes close an address for a while.
    """
    now = clock.now()
    throttle.take(throttle.SIGN_IN_PER_ADDRESS, client_address(request), now=now)
    throttle.take(throttle.SIGN_IN_PER_ACCOUNT, body.email, now=now)
    user = authenticate(request, username=body.email, password=body.password)
    if not isinstance(user, User):
        log.info("sign-in refused", address=client_address(request))
        raise _refused(SignInRefused())
    throttle.forgive(throttle.SIGN_IN_PER_ACCOUNT, body.email)
    log.info("signed in", person=user.pk, by="api")
    return pair_of(log_ins.begin_log_in(user=user, now=now))


@endpoint(
    router, "POST", "/auth/refresh", needs=ANYBODY, gives=TokenPair, tags=TAGS, is_open=True, refuses=[401]
)
def refresh_tokens(request: HttpRequest, body: RefreshBody) -> TokenPair:
    """A new pair of tokens for a refresh token, which is good once.

    One that was used before ends the whole log-in: two have it.
    """
    now = clock.now()
    throttle.take(throttle.SIGN_IN_PER_ADDRESS, client_address(request), now=now)
    return pair_of(log_ins.renew_log_in(refresh=body.refresh_token, now=now))


@endpoint(router, "POST", "/auth/logout", needs=ANYBODY, status=204, tags=TAGS, is_open=True)
def log_out(request: HttpRequest, body: RefreshBody) -> None:
    """End a log-in: its refresh token renews nothing any more."""
    log_ins.end_log_in(refresh=body.refresh_token, now=clock.now())


@endpoint(router, "GET", "/auth/me", needs=ANYBODY, gives=Me, tags=TAGS, stays_open=True)
def who_am_i(request: ApiRequest) -> Me:
    """Whose credential this is, and what it may do."""
    holder = request.auth.holder
    permissions = [name for name in MATRIX if holder.has_perm(name)]
    if isinstance(holder, ApiKey):
        return Me(
            kind="api_key",
            id=holder.pk,
            name=holder.name,
            email=None,
            role=None,
            permissions=permissions,
            venue_ids=holder.venue_ids,
        )
    return Me(
        kind="person",
        id=holder.pk,
        name=holder.name,
        email=holder.email,
        role=holder.role_name,
        permissions=permissions,
        venue_ids=holder.venue_ids,
    )


def pair_of(tokens: Tokens) -> TokenPair:
    """What a log-in gave, as it goes out."""
    return TokenPair(
        access_token=tokens.access,
        expires_in=int(tokens.lives.total_seconds()),
        refresh_token=tokens.refresh,
    )


def _refused(error: DomainError) -> Unauthenticated:
    """The sentence of the log-in page, as a program's refusal."""
    return Unauthenticated(error.message)
