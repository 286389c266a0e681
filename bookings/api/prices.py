"""Prices by program: rules of every kind, holidays, rounding."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from accounts.venue_scope import insist_on_venue, present_whole
from bookings.api.price_columns import FORMS, checked_columns, settings_of
from bookings.models import Holiday, RuleState, Venue
from bookings.models.scopes import PriceRule
from bookings.models.venues import RoundingRule
from bookings.selectors.venues import venue_with
from bookings.services import prices as services
from bookings.services.prices import RuleUnknown
from boom.core.errors import NotFound
from boom.rest.endpoints import ApiRequest, Made, Tagged, endpoint, tag_known
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Piece, piece_of
from boom.rest.values import Body, Day, Flag, Id, Key, Shape, Sparse, line

router = Router()
CHANGE = "bookings.change_prices"
TAGS = ["Price rules"]
Kind = Literal["changes", "add-ons", "packages", "codes", "fees", "taxes", "deposits", "customers"]
Settings = dict[str, Any]
SETTINGS_WORDS = (
    "By name: what the rule is, and where, when and for whom it holds. Sums are in the smallest coin,"
    " percentages in thousandths, lengths in minutes."
)
CODE_EXAMPLE = {"name": "Spring", "code": "SPRING", "kind": "percent", "value": 10000, "cap": 100}


class RuleShape(Sparse):
    """A rule of prices."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "PriceRule"})

    id: int
    kind: Kind
    venue_id: int
    state: RuleState
    order: int = Field(description="Where rules compete, the first counts.")
    settings: Settings = Field(description=SETTINGS_WORDS, examples=[CODE_EXAMPLE])
    used: int | None = Field(description="Of promo codes: how many live bookings use it.")


class RuleList(BaseModel):
    """A piece of the list."""

    data: list[RuleShape]
    next_cursor: str | None


class RuleQuery(ListFieldsQuery):
    """Which rules; archived ones only where they are asked for."""

    venue_id: Id | None = None
    is_archived: bool = False


class NewRule(Body):
    """A rule to add at the end of its list."""

    venue_id: Key
    settings: Settings = Field(description=SETTINGS_WORDS, examples=[CODE_EXAMPLE], max_length=60)


class ChangedRule(Body):
    """What to change; what is left out stays."""

    settings: Settings = Field(description=SETTINGS_WORDS, max_length=60)


class PlaceBody(Body):
    """Which way, by one place."""

    down: Flag


class HolidayShape(Shape):
    """A date that counts as a holiday for prices."""

    id: int
    venue_id: int
    day: date
    name: str


class HolidayList(BaseModel):
    """A piece of the list."""

    data: list[HolidayShape]
    next_cursor: str | None


class NewHoliday(Body):
    """A date; once more changes its name."""

    venue_id: Key
    day: Day
    name: Annotated[str, line(120)] = ""


class RoundingBody(Body):
    """How amounts become whole coins."""

    rounding: RoundingRule


@endpoint(router, "GET", "/price-rules/{kind}", needs=CHANGE, gives=RuleList, tags=TAGS)
def list_price_rules(request: ApiRequest, kind: Kind = Path(...), query: RuleQuery = Query(...)) -> Piece:
    """Rules of a kind."""
    found = of_venues(_model(kind).objects.all(), query.venue_id)
    is_archived = {"state": RuleState.ARCHIVED}
    found = found.filter(**is_archived) if query.is_archived else found.exclude(**is_archived)
    if kind == "packages":
        found = found.prefetch_related("items")
    return piece_of(found, query, lambda row: rule_shape(kind, row))


@endpoint(router, "POST", "/price-rules/{kind}", needs=CHANGE, gives=RuleShape, status=201, tags=TAGS)
def create_price_rule(request: ApiRequest, body: NewRule, kind: Kind = Path(...)) -> Made:
    """Add a rule, in force at once. Bookings that are there keep what was agreed."""
    venue = venue_for_prices(body.venue_id)
    values = checked_columns(FORMS[kind], venue, body.settings)
    made = services.add_rule(_model(kind), venue_id=venue.pk, **values)
    return Made(rule_shape(kind, _rule(kind, made.pk)), f"/api/v1/price-rules/{kind}/{made.pk}")


@endpoint(router, "GET", "/price-rules/{kind}/{rule_id}", needs=CHANGE, gives=RuleShape, tags=TAGS)
def get_price_rule(
    request: ApiRequest, kind: Kind = Path(...), rule_id: Id = Path(...), query: FieldsQuery = Query(...)
) -> Tagged:
    """A rule of prices."""
    return tagged(rule_shape(kind, _rule(kind, rule_id)))


@endpoint(
    router,
    "PATCH",
    "/price-rules/{kind}/{rule_id}",
    needs=CHANGE,
    gives=RuleShape,
    conditional=True,
    alone=True,
    tags=TAGS,
)
def change_price_rule(
    request: ApiRequest, body: ChangedRule, kind: Kind = Path(...), rule_id: Id = Path(...)
) -> Tagged:
    """Change a rule. Bookings that are there keep what was agreed."""
    row = _rule(kind, rule_id)
    tag_known(request, tag(rule_shape(kind, row)))
    values = checked_columns(FORMS[kind], row.venue, body.settings, row)
    services.change_rule(_model(kind), rule_id=rule_id, **values)
    return tagged(rule_shape(kind, _rule(kind, rule_id)))


@endpoint(router, "DELETE", "/price-rules/{kind}/{rule_id}", needs=CHANGE, gives=RuleShape, tags=TAGS)
def archive_price_rule(request: ApiRequest, kind: Kind = Path(...), rule_id: Id = Path(...)) -> RuleShape:
    """Put a rule away; what it made stays, and `restore` puts it back in force."""
    return _in_state(kind, rule_id, RuleState.ARCHIVED)


@endpoint(router, "POST", "/price-rules/{kind}/{rule_id}/restore", needs=CHANGE, gives=RuleShape, tags=TAGS)
def restore_price_rule(request: ApiRequest, kind: Kind = Path(...), rule_id: Id = Path(...)) -> RuleShape:
    """Put a rule back in force."""
    return _in_state(kind, rule_id, RuleState.ACTIVE)


@endpoint(router, "POST", "/price-rules/{kind}/{rule_id}/move", needs=CHANGE, gives=RuleShape, tags=TAGS)
def move_price_rule(
    request: ApiRequest, body: PlaceBody, kind: Kind = Path(...), rule_id: Id = Path(...)
) -> RuleShape:
    """Move a rule one place in its list, in which the first that holds counts."""
    _rule(kind, rule_id)
    services.move_rule(_model(kind), rule_id=rule_id, down=body.down)
    return rule_shape(kind, _rule(kind, rule_id))


@endpoint(router, "GET", "/holidays", needs=CHANGE, gives=HolidayList, tags=TAGS)
def list_holidays(request: ApiRequest, query: ListFieldsQuery = Query(...)) -> Piece:
    """Dates that count as holidays for prices."""
    return piece_of(of_venues(Holiday.objects.all(), None), query, holiday_shape)


@endpoint(router, "POST", "/holidays", needs=CHANGE, gives=HolidayShape, status=201, tags=TAGS)
def create_holiday(request: ApiRequest, body: NewHoliday) -> Made:
    """Count a date as a holiday; the same date again changes its name."""
    made = services.add_holiday(venue_id=venue_for_prices(body.venue_id).pk, day=body.day, name=body.name)
    return Made(holiday_shape(made), f"/api/v1/holidays/{made.pk}")


@endpoint(router, "DELETE", "/holidays/{holiday_id}", needs=CHANGE, status=204, tags=TAGS)
def delete_holiday(request: ApiRequest, holiday_id: Id = Path(...)) -> None:
    """Let a date be a day like any other again."""
    services.remove_holiday(holiday_id=holiday_id)


@endpoint(router, "PUT", "/venues/{venue}/rounding", needs=CHANGE, gives=RoundingBody, tags=TAGS)
def set_rounding(request: ApiRequest, body: RoundingBody, venue: Id = Path(...)) -> RoundingBody:
    """Say how amounts become whole coins."""
    services.set_rounding(venue_id=venue_for_prices(venue).pk, rounding=body.rounding)
    return body


def rule_shape(kind: Any, row: Any) -> RuleShape:
    """A rule of a kind."""
    return RuleShape(
        id=row.pk,
        kind=kind,
        venue_id=row.venue_id,
        state=RuleState(row.state),
        order=row.order,
        settings=settings_of(FORMS[kind], row),
        used=getattr(row, "used", None),
    )


def holiday_shape(row: Holiday) -> HolidayShape:
    """A holiday."""
    return HolidayShape(id=row.pk, venue_id=row.venue_id, day=row.day, name=row.name)


def _model(kind: str) -> Any:
    return FORMS[kind].model


def _in_state(kind: str, rule_id: int, state: RuleState) -> RuleShape:
    _rule(kind, rule_id)
    services.set_rule_state(_model(kind), rule_id=rule_id, state=state)
    return rule_shape(kind, _rule(kind, rule_id))


def of_venues(rows: QuerySet[Any], venue_id: int | None) -> QuerySet[Any]:
    """Of the venues that are wholly whoever asks' to touch, and of the one that is named."""
    limit = present_whole()
    if limit is not None:
        rows = rows.filter(venue_id__in=limit)
    return rows if venue_id is None else rows.filter(venue_id=venue_id)


def _rule(kind: str, rule_id: int) -> PriceRule:
    return one_of(_model(kind).objects.select_related("venue"), rule_id)


def one_of(rows: Any, key: int) -> Any:
    """A row of theirs. Raises RuleUnknown."""
    found = of_venues(rows, None).filter(pk=key).first()
    if found is None:
        raise RuleUnknown
    return found


def venue_for_prices(venue_id: int) -> Venue:
    """A venue whose prices are theirs to change. Raises NotFound."""
    found = venue_with(venue_id)
    if found is None:
        raise NotFound("There is no such venue.")
    insist_on_venue(venue_id)
    return found


def tag(shape: BaseModel) -> str:
    """An ETag made of the shape itself: these rows count no versions."""
    told = json.dumps(shape.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def tagged(shape: BaseModel) -> Tagged:
    """With that ETag."""
    return Tagged(shape, tag(shape))
