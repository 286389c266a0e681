"""Founding a business by program, at the platform's own host: the sign-up page's way, limits and words."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import ConfigDict, Field

from accounts.fields import LONGEST_PASSWORD
from boom.core import clock
from boom.core.errors import NotFound
from boom.middleware import client_address
from boom.rest.endpoints import ANYBODY, Made, endpoint
from boom.rest.values import Body, Shape, cleaned_form, line
from boom.site.forms import LONGEST_ADDRESS, SignUpForm
from boom.site.signing_up import found
from integrations.api.log_in import TokenPair, pair_of
from integrations.services import log_ins
from tenants.context import tenant_scope
from tenants.errors import SubdomainTaken
from tenants.links import platform_url
from tenants.models import VenueKind
from tenants.selectors import free_subdomains_like

router = Router()
EXAMPLE: dict[str, Any] = {
    "business_name": "Luna Karaoke",
    "kind": "karaoke",
    "subdomain": "luna",
    "owner_name": "Priya Nair",
    "email": "priya@luna.example",
    "password": "a long password",
    "time_zone": "Europe/London",
    "currency": "GBP",
}


class RegisterBody(Body):
    """A business, its owner and where it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    business_name: Annotated[str, line(120, shortest=1)]
    kind: VenueKind = Field(description="Sets the first opening hours and lengths.")
    subdomain: Annotated[str, line(LONGEST_ADDRESS, shortest=1)] = Field(
        description="The first part of its address."
    )
    owner_name: Annotated[str, line(120, shortest=1)]
    email: Annotated[str, line(254, shortest=1)]
    password: str = Field(min_length=1, max_length=LONGEST_PASSWORD, pattern=r"^[^\x00]*$")
    time_zone: Annotated[str, line(60, shortest=1)] = Field(description="IANA.")
    currency: Annotated[str, line(3, shortest=3)] = Field(description="ISO 4217.")


class Registered(Shape):
    """A business that is there now, ready to use, and its owner's tokens."""

    id: int
    name: str
    subdomain: str
    url: str
    tokens: TokenPair


@endpoint(
    router,
    "POST",
    "/auth/register",
    needs=ANYBODY,
    gives=Registered,
    status=201,
    tags=["Log-in"],
    is_open=True,
)
def register(request: HttpRequest, body: RegisterBody) -> Made:
    """Found a business with its owner and a first venue. At the platform's own host only.

    The tokens are the owner's, good at the new business's address. The same request again within ten minutes
    is the same business; an address that is taken is refused, with free ones `near` it.
    """
    if request.business is not None:  # type: ignore[attr-defined]
        raise NotFound(f"Businesses are founded at {platform_url('/api/v1/auth/register')}.")
    now, values = clock.now(), cleaned_form(SignUpForm(body.model_dump(mode="json")))
    try:
        business, owner = found(values, address=client_address(request), now=now)
    except SubdomainTaken as taken:
        near = free_subdomains_like(values["subdomain"], now=now)
        raise SubdomainTaken(fields=taken.fields, details={"near": near}) from taken
    with tenant_scope(business):
        tokens = log_ins.begin_log_in(user=owner, now=now)
    shape = Registered(
        id=business.pk,
        name=business.name,
        subdomain=business.subdomain,
        url=business.url(),
        tokens=pair_of(tokens, business),
    )
    return Made(shape, business.url("/api/v1/tenants/current"))
