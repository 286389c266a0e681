"""Who may not book online, and customers who are one and the same."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from accounts.fields import AddressField
from bookings.api.customers import TAGS, country_here, customer_told, known_customer
from bookings.api.shapes import CustomerShape
from bookings.forms.contact import PhoneField
from bookings.models import Ban
from bookings.phones import LONGEST_TYPED
from bookings.services import bans as services
from bookings.services.merging import merge_customers
from boom.core import clock
from boom.core.errors import Invalid
from boom.rest.endpoints import ApiRequest, Made, endpoint, version_known
from boom.rest.paging import ListFieldsQuery, Piece, piece_of
from boom.rest.values import Body, Id, Key, Sparse, cleaned, line, whole

router = Router()
BAN, MERGE = "bookings.ban_customers", "bookings.merge_customers"


class BanShape(Sparse):
    """A customer, an address or a number that is not taken online."""

    id: int
    customer_id: int | None
    email: str
    phone: str
    reason: str
    created_at: datetime
    lifted_at: datetime | None


class BanList(BaseModel):
    """A piece of the list."""

    data: list[BanShape]
    next_cursor: str | None


class NewBan(Body):
    """Whom: one of the three; and why, for the team alone."""

    customer_id: Key | None = None
    email: Annotated[str, line(254)] = ""
    phone: Annotated[str, line(LONGEST_TYPED)] = ""
    reason: Annotated[str, line(300, shortest=1)]


class MergeBody(Body):
    """Who becomes part of this customer, and the version of them that is known."""

    gone_id: Key
    gone_version: Annotated[int, whole(1, 2**31 - 1)] = Field(description="Their `version`.")


@endpoint(router, "GET", "/bans", needs=BAN, gives=BanList, tags=TAGS)
def list_bans(request: ApiRequest, query: ListFieldsQuery = Query(...)) -> Piece:
    """Who may not book online now."""
    return piece_of(Ban.objects.filter(lifted_at=None), query, ban_shape)


@endpoint(router, "POST", "/bans", needs=BAN, gives=BanShape, status=201, tags=TAGS)
def ban_from_booking(request: ApiRequest, body: NewBan) -> Made:
    """Keep somebody from booking online. Bookings they have stay."""
    held = cleaned(
        {
            "email": (AddressField(required=False), body.email),
            "phone": (PhoneField(country=country_here(), required=False), body.phone),
        }
    )
    if sum(map(bool, (body.customer_id, held["email"], held["phone"]))) != 1:
        raise Invalid(
            fields={"customer_id": "Name a customer, an e-mail or a phone number, one of the three."}
        )
    if body.customer_id is not None:
        known_customer(body.customer_id)
    made = services.ban(reason=body.reason, customer_id=body.customer_id, **held)
    made.refresh_from_db()
    return Made(ban_shape(made), "/api/v1/bans")


@endpoint(router, "POST", "/bans/{ban_id}/lift", needs=BAN, gives=BanShape, tags=TAGS)
def lift_ban(request: ApiRequest, ban_id: Id = Path(...)) -> BanShape:
    """Let them book online again. Lifting twice changes nothing."""
    return ban_shape(services.lift_ban(ban_id=ban_id, now=clock.now()))


@endpoint(router, "POST", "/bans/{ban_id}/restore", needs=BAN, gives=BanShape, tags=TAGS)
def restore_ban(request: ApiRequest, ban_id: Id = Path(...)) -> BanShape:
    """Take a lifting back."""
    return ban_shape(services.restore_ban(ban_id=ban_id))


@endpoint(
    router,
    "POST",
    "/customers/{customer_id}/merge",
    needs=MERGE,
    gives=CustomerShape,
    conditional=True,
    tags=TAGS,
)
def merge_customer(request: ApiRequest, body: MergeBody, customer_id: Id = Path(...)) -> CustomerShape:
    """Make another record part of this one: bookings and all that is theirs move here."""
    merge_customers(
        kept_id=customer_id,
        gone_id=body.gone_id,
        kept_version=version_known(request, known_customer(customer_id).version),
        gone_version=body.gone_version,
    )
    return customer_told(customer_id)


def ban_shape(ban: Ban) -> BanShape:
    """A ban."""
    return BanShape.model_construct(**{name: getattr(ban, name) for name in BanShape.model_fields})
