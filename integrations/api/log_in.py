"""Logging in with a password for an access token, renewing it, and logging out: at a business's own host, or
at the platform's with the business named.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal

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
from boom.core.errors import Busy, DomainError, Invalid, Unauthenticated
from boom.middleware import client_address
from boom.rest.endpoints import ANYBODY, ApiRequest, endpoint
from boom.rest.values import Body, Shape, line
from integrations.models import ApiKey
from integrations.services import log_ins
from integrations.services.log_ins import Tokens
from tenants.access import Open, open_at
from tenants.context import tenant_scope
from tenants.errors import BusinessBehind
from tenants.models import Business
from tenants.resolution import is_behind
from tenants.selectors import business_at

# At both hosts; and what takes a credential, at a business's alone.
router, known = Router(), Router()
log = structlog.get_logger(__name__)
TAGS = ["Log-in"]
LONGEST_TOKEN = 200


class AtBusiness(Body):
    """Which business: of meaning at the platform's host, where it has to be named."""

    subdomain: Annotated[str, line(63)] | None = Field(
        None,
        description="At the platform's own host: the first part of the business's address.",
        examples=["velvet"],
    )


class LogInBody(AtBusiness):
    """An address and a password of somebody on the team."""

    email: Annotated[str, line(254, shortest=1)] = Field(examples=["owner@velvet.example.com"])
    password: str = Field(min_length=1, max_length=LONGEST_PASSWORD, pattern=r"^[^\x00]*$")


class RefreshBody(AtBusiness):
    """What the log-in gave."""

    refresh_token: str = Field(min_length=1, max_length=LONGEST_TOKEN, pattern=r"^[^\x00]*$")


class TokenPair(Shape):
    """What calls are made with: `access_token` for a quarter of an hour; `refresh_token` gives the next."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - what kind of token it is
    expires_in: int = Field(description="Seconds.", examples=[900])
    refresh_token: str = Field(description="Good once.")
    api_url: str = Field(
        description="Where the tokens are good: the API of their business.",
        examples=["https://velvet.boom.example/api/v1/"],
    )


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

    At the platform's own host the business is named by its `subdomain`. The tokens are of this business
    alone. Five failures in five minutes close an address for a while.
    """
    now = clock.now()
    throttle.take(throttle.SIGN_IN_PER_ADDRESS, client_address(request), now=now)
    with _named(request, body) as business:
        throttle.take(throttle.SIGN_IN_PER_ACCOUNT, body.email, now=now)
        user = authenticate(request, username=body.email, password=body.password)
        if not isinstance(user, User):
            log.info("sign-in refused", address=client_address(request))
            raise _refused(SignInRefused())
        throttle.forgive(throttle.SIGN_IN_PER_ACCOUNT, body.email)
        log.info("signed in", person=user.pk, by="api")
        return pair_of(log_ins.begin_log_in(user=user, now=now), business)


@endpoint(
    router, "POST", "/auth/refresh", needs=ANYBODY, gives=TokenPair, tags=TAGS, is_open=True, refuses=[401]
)
def refresh_tokens(request: HttpRequest, body: RefreshBody) -> TokenPair:
    """A new pair of tokens for a refresh token, which is good once.

    One that was used before ends the whole log-in: two have it.
    """
    now = clock.now()
    throttle.take(throttle.SIGN_IN_PER_ADDRESS, client_address(request), now=now)
    with _named(request, body) as business:
        return pair_of(log_ins.renew_log_in(refresh=body.refresh_token, now=now), business)


@endpoint(router, "POST", "/auth/logout", needs=ANYBODY, status=204, tags=TAGS, is_open=True)
def log_out(request: HttpRequest, body: RefreshBody) -> None:
    """End a log-in: its refresh token renews nothing any more."""
    with _named(request, body):
        log_ins.end_log_in(refresh=body.refresh_token, now=clock.now())


@endpoint(known, "GET", "/auth/me", needs=ANYBODY, gives=Me, tags=TAGS, stays_open=True)
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


def pair_of(tokens: Tokens, business: Business) -> TokenPair:
    """What a log-in gave at a business, as it goes out."""
    return TokenPair(
        api_url=business.url("/api/v1/"),
        access_token=tokens.access,
        expires_in=int(tokens.lives.total_seconds()),
        refresh_token=tokens.refresh,
    )


@contextmanager
def _named(request: HttpRequest, body: AtBusiness) -> Iterator[Business]:
    """Within the business of the host; at the platform's host, within the one that is named.

    Raises Invalid for a name that is missing, that nobody has, or that is not this host's; Busy for a
    business that is closed.
    """
    of_host: Business | None = request.business  # type: ignore[attr-defined]
    if of_host is not None:
        if body.subdomain not in {None, of_host.subdomain}:
            raise Invalid(fields={"subdomain": "That is another business than this address's."})
        yield of_host
        return
    if not body.subdomain:
        raise Invalid(fields={"subdomain": "Name the business: the first part of its address."})
    business = business_at(body.subdomain.strip().lower())
    if business is None:
        raise Invalid(fields={"subdomain": "There is no venue at this address."})
    if open_at(business) == Open.NOT_AT_ALL:
        raise Busy("This venue is closed for now.")
    if is_behind(business):
        raise BusinessBehind
    with tenant_scope(business):
        yield business


def _refused(error: DomainError) -> Unauthenticated:
    """The sentence of the log-in page, as a program's refusal."""
    return Unauthenticated(error.message)
