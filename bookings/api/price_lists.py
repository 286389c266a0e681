"""Price lists with their rates, and gift vouchers, by program."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from accounts.venue_scope import insist_on_venue
from bookings.api.price_columns import checked_columns, settings_of
from bookings.api.prices import (
    CHANGE,
    SETTINGS_WORDS,
    ChangedRule,
    PlaceBody,
    Settings,
    of_venues,
    one_of,
    tag,
    tagged,
    venue_for_prices,
)
from bookings.domain.voucher_codes import new_voucher_code
from bookings.forms.prices import RateForm, VoucherForm
from bookings.models import GiftVoucher, PriceList, Rate, RuleState
from bookings.models.prices import ListBasis
from bookings.services import prices as services
from bookings.services.prices import RuleUnknown
from boom.core.money import Money
from boom.rest.endpoints import ApiRequest, Made, Tagged, endpoint, tag_known
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Piece, piece_of
from boom.rest.values import Body, Day, Id, Key, Minor, Shape, Sparse, cleaned_form, line

router = Router()
LISTS, VOUCHERS = ["Price lists"], ["Vouchers"]


class RateShape(Shape):
    """A price for time in a room; of those that hold, the first counts."""

    id: int
    list_id: int
    order: int
    settings: Settings = Field(description=SETTINGS_WORDS)


class PriceListShape(Sparse):
    """Rates that come into force together, on a day."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "PriceList"})

    id: int
    venue_id: int
    name: str
    state: RuleState
    valid_from: date | None
    basis: ListBasis
    rates: list[RateShape]


class PriceListList(BaseModel):
    """A piece of the list."""

    data: list[PriceListShape]
    next_cursor: str | None


class PriceListQuery(ListFieldsQuery):
    """Which price lists."""

    venue_id: Id | None = None
    state: RuleState | None = None


class NewPriceList(Body):
    """A draft, empty or with the rates of another list."""

    venue_id: Key
    name: Annotated[str, line(120, shortest=1)]
    like: Key | None = None


class PublishBody(Body):
    """From when on it holds, by the day of the visit or of booking."""

    valid_from: Day
    basis: Literal["visit", "booking"] = "visit"


class VoucherShape(Sparse):
    """Money paid ahead."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Voucher"})

    id: int
    venue_id: int
    code: str
    initial_minor: int
    balance_minor: int
    currency: str
    expires_on: date | None
    note: str
    state: RuleState
    is_test: bool
    created_at: datetime


class VoucherList(BaseModel):
    """A piece of the list."""

    data: list[VoucherShape]
    next_cursor: str | None


class VoucherQuery(ListFieldsQuery):
    """Which vouchers."""

    venue_id: Id | None = None
    state: RuleState | None = None


class NewVoucher(Body):
    """What it is worth; a code is drawn where none is given."""

    venue_id: Key
    worth_minor: Minor
    code: Annotated[str, line(32)] = ""
    expires_on: Day | None = None
    note: Annotated[str, line(300)] = ""


@endpoint(router, "GET", "/price-lists", needs=CHANGE, gives=PriceListList, tags=LISTS)
def list_price_lists(request: ApiRequest, query: PriceListQuery = Query(...)) -> Piece:
    """Price lists with their rates."""
    found = of_venues(PriceList.objects.prefetch_related("rates"), query.venue_id)
    if query.state is not None:
        found = found.filter(state=query.state)
    return piece_of(found, query, price_list_shape)


@endpoint(router, "POST", "/price-lists", needs=CHANGE, gives=PriceListShape, status=201, tags=LISTS)
def create_price_list(request: ApiRequest, body: NewPriceList) -> Made:
    """Begin a draft: nobody pays by it until it is published."""
    venue = venue_for_prices(body.venue_id)
    if body.like is not None:
        _price_list(body.like)
    made = services.add_price_list(venue_id=venue.pk, name=body.name, like=body.like)
    return Made(price_list_shape(_price_list(made.pk)), f"/api/v1/price-lists/{made.pk}")


@endpoint(router, "GET", "/price-lists/{list_id}", needs=CHANGE, gives=PriceListShape, tags=LISTS)
def get_price_list(request: ApiRequest, list_id: Id = Path(...), query: FieldsQuery = Query(...)) -> Tagged:
    """A price list with its rates."""
    return tagged(price_list_shape(_price_list(list_id)))


@endpoint(router, "POST", "/price-lists/{list_id}/publish", needs=CHANGE, gives=PriceListShape, tags=LISTS)
def publish_price_list(request: ApiRequest, body: PublishBody, list_id: Id = Path(...)) -> PriceListShape:
    """Put a price list in force from a day on."""
    _price_list(list_id)
    services.publish_list(list_id=list_id, valid_from=body.valid_from, basis=body.basis)
    return price_list_shape(_price_list(list_id))


@endpoint(
    router, "POST", "/price-lists/{list_id}/rates", needs=CHANGE, gives=RateShape, status=201, tags=LISTS
)
def create_rate(request: ApiRequest, body: ChangedRule, list_id: Id = Path(...)) -> Made:
    """Add a rate at the end of a price list, where it counts last."""
    found = _price_list(list_id)
    values = checked_columns(RateForm, found.venue, body.settings)
    made = services.add_rate(list_id=list_id, **values)
    return Made(rate_shape(_rate(made.pk)), f"/api/v1/rates/{made.pk}")


@endpoint(router, "GET", "/rates/{rate_id}", needs=CHANGE, gives=RateShape, tags=LISTS)
def get_rate(request: ApiRequest, rate_id: Id = Path(...)) -> Tagged:
    """A rate."""
    return tagged(rate_shape(_rate(rate_id)))


@endpoint(
    router,
    "PATCH",
    "/rates/{rate_id}",
    needs=CHANGE,
    gives=RateShape,
    conditional=True,
    alone=True,
    tags=LISTS,
)
def change_rate(request: ApiRequest, body: ChangedRule, rate_id: Id = Path(...)) -> Tagged:
    """Change a rate. Bookings that are there keep what was agreed."""
    row = _rate(rate_id)
    tag_known(request, tag(rate_shape(row)))
    values = checked_columns(RateForm, row.price_list.venue, body.settings, row)
    services.change_rate(rate_id=rate_id, **values)
    return tagged(rate_shape(_rate(rate_id)))


@endpoint(router, "POST", "/rates/{rate_id}/move", needs=CHANGE, gives=RateShape, tags=LISTS)
def move_rate(request: ApiRequest, body: PlaceBody, rate_id: Id = Path(...)) -> RateShape:
    """Move a rate one place: of those that hold, the first counts."""
    services.move_rate(rate_id=_rate(rate_id).pk, down=body.down)
    return rate_shape(_rate(rate_id))


@endpoint(router, "DELETE", "/rates/{rate_id}", needs=CHANGE, status=204, tags=LISTS)
def delete_rate(request: ApiRequest, rate_id: Id = Path(...)) -> None:
    """Take a rate out of its list."""
    services.remove_rate(rate_id=_rate(rate_id).pk)


@endpoint(router, "GET", "/vouchers", needs=CHANGE, gives=VoucherList, tags=VOUCHERS)
def list_vouchers(request: ApiRequest, query: VoucherQuery = Query(...)) -> Piece:
    """Gift vouchers."""
    found = of_venues(GiftVoucher.objects.select_related("venue"), query.venue_id)
    if query.state is not None:
        found = found.filter(state=query.state)
    return piece_of(found, query, voucher_shape)


@endpoint(router, "POST", "/vouchers", needs=CHANGE, gives=VoucherShape, status=201, tags=VOUCHERS)
def create_voucher(request: ApiRequest, body: NewVoucher) -> Made:
    """Make a gift voucher."""
    venue = venue_for_prices(body.venue_id)
    typed = {
        "code": body.code or new_voucher_code(),
        "worth": str(Money(body.worth_minor, venue.currency).major),
        "expires_on": body.expires_on,
        "note": body.note,
    }
    values = cleaned_form(VoucherForm(typed, venue=venue))
    made = services.issue_voucher(
        venue_id=venue.pk,
        code=values["code"],
        worth_minor=values["worth"],
        expires_on=values["expires_on"],
        note=values["note"],
    )
    return Made(voucher_shape(_voucher(made.pk)), f"/api/v1/vouchers/{made.pk}")


@endpoint(router, "GET", "/vouchers/{voucher_id}", needs=CHANGE, gives=VoucherShape, tags=VOUCHERS)
def get_voucher(
    request: ApiRequest, voucher_id: Id = Path(...), query: FieldsQuery = Query(...)
) -> VoucherShape:
    """A gift voucher, and what is left on it."""
    return voucher_shape(_voucher(voucher_id))


@endpoint(router, "POST", "/vouchers/{voucher_id}/end", needs=CHANGE, gives=VoucherShape, tags=VOUCHERS)
def end_voucher(request: ApiRequest, voucher_id: Id = Path(...)) -> VoucherShape:
    """Take a voucher out of use; what is left on it cannot be spent any more."""
    services.set_voucher_state(voucher_id=_voucher(voucher_id).pk, state=RuleState.ARCHIVED)
    return voucher_shape(_voucher(voucher_id))


@endpoint(router, "POST", "/vouchers/{voucher_id}/restore", needs=CHANGE, gives=VoucherShape, tags=VOUCHERS)
def restore_voucher(request: ApiRequest, voucher_id: Id = Path(...)) -> VoucherShape:
    """Put a voucher back in use."""
    services.set_voucher_state(voucher_id=_voucher(voucher_id).pk, state=RuleState.ACTIVE)
    return voucher_shape(_voucher(voucher_id))


def rate_shape(row: Rate) -> RateShape:
    """A rate."""
    settings = settings_of(RateForm, row)
    return RateShape(id=row.pk, list_id=row.price_list_id, order=row.order, settings=settings)


def price_list_shape(row: PriceList) -> PriceListShape:
    """A price list with its rates loaded."""
    rates = sorted(row.rates.all(), key=lambda rate: (rate.order, rate.pk))
    return PriceListShape(
        id=row.pk,
        venue_id=row.venue_id,
        name=row.name,
        state=RuleState(row.state),
        valid_from=row.valid_from,
        basis=ListBasis(row.basis),
        rates=[rate_shape(rate) for rate in rates],
    )


def voucher_shape(row: GiftVoucher) -> VoucherShape:
    """A voucher with its venue loaded."""
    names = [name for name in VoucherShape.model_fields if name not in {"id", "currency"}]
    values = {name: getattr(row, name) for name in names}
    return VoucherShape(id=row.pk, currency=row.venue.currency, **values)


def _price_list(list_id: int) -> PriceList:
    return one_of(PriceList.objects.select_related("venue").prefetch_related("rates"), list_id)


def _voucher(voucher_id: int) -> GiftVoucher:
    return one_of(GiftVoucher.objects.select_related("venue"), voucher_id)


def _rate(rate_id: int) -> Rate:
    found = Rate.objects.select_related("price_list__venue").filter(pk=rate_id).first()
    if found is None:
        raise RuleUnknown
    insist_on_venue(found.price_list.venue_id)
    return found
