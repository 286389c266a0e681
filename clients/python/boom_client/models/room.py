from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.room_state import RoomState
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.rules import Rules





T = TypeVar("T", bound="Room")



@_attrs_define
class Room:
    """ What is rented. Its rules are those that hold: its own, else the venue's.

        Attributes:
            id (int):
            capacity_max (int | Unset):
            capacity_min (int | Unset):
            category (str | Unset):
            currency (str | Unset):
            description (str | Unset):
            features (list[str] | Unset):
            name (str | Unset):
            needs_approval (bool | Unset):
            order (int | Unset):
            price_per_hour_minor (int | Unset):
            rules (Rules | Unset): Booking rules: whole minutes, but `horizon_days`.
            state (RoomState | Unset):
            venue_id (int | Unset):
     """

    id: int
    capacity_max: int | Unset = UNSET
    capacity_min: int | Unset = UNSET
    category: str | Unset = UNSET
    currency: str | Unset = UNSET
    description: str | Unset = UNSET
    features: list[str] | Unset = UNSET
    name: str | Unset = UNSET
    needs_approval: bool | Unset = UNSET
    order: int | Unset = UNSET
    price_per_hour_minor: int | Unset = UNSET
    rules: Rules | Unset = UNSET
    state: RoomState | Unset = UNSET
    venue_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.rules import Rules # noqa: PLC0415
        id = self.id

        capacity_max = self.capacity_max

        capacity_min = self.capacity_min

        category = self.category

        currency = self.currency

        description = self.description

        features: list[str] | Unset = UNSET
        if not isinstance(self.features, Unset):
            features = self.features



        name = self.name

        needs_approval = self.needs_approval

        order = self.order

        price_per_hour_minor = self.price_per_hour_minor

        rules: dict[str, Any] | Unset = UNSET
        if not isinstance(self.rules, Unset):
            rules = self.rules.to_dict()

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value


        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if capacity_max is not UNSET:
            field_dict["capacity_max"] = capacity_max
        if capacity_min is not UNSET:
            field_dict["capacity_min"] = capacity_min
        if category is not UNSET:
            field_dict["category"] = category
        if currency is not UNSET:
            field_dict["currency"] = currency
        if description is not UNSET:
            field_dict["description"] = description
        if features is not UNSET:
            field_dict["features"] = features
        if name is not UNSET:
            field_dict["name"] = name
        if needs_approval is not UNSET:
            field_dict["needs_approval"] = needs_approval
        if order is not UNSET:
            field_dict["order"] = order
        if price_per_hour_minor is not UNSET:
            field_dict["price_per_hour_minor"] = price_per_hour_minor
        if rules is not UNSET:
            field_dict["rules"] = rules
        if state is not UNSET:
            field_dict["state"] = state
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rules import Rules # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        capacity_max = d.pop("capacity_max", UNSET)

        capacity_min = d.pop("capacity_min", UNSET)

        category = d.pop("category", UNSET)

        currency = d.pop("currency", UNSET)

        description = d.pop("description", UNSET)

        features = cast(list[str], d.pop("features", UNSET))


        name = d.pop("name", UNSET)

        needs_approval = d.pop("needs_approval", UNSET)

        order = d.pop("order", UNSET)

        price_per_hour_minor = d.pop("price_per_hour_minor", UNSET)

        _rules = d.pop("rules", UNSET)
        rules: Rules | Unset
        if isinstance(_rules,  Unset):
            rules = UNSET
        else:
            rules = Rules.from_dict(_rules)




        _state = d.pop("state", UNSET)
        state: RoomState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = RoomState(_state)




        venue_id = d.pop("venue_id", UNSET)

        room = cls(
            id=id,
            capacity_max=capacity_max,
            capacity_min=capacity_min,
            category=category,
            currency=currency,
            description=description,
            features=features,
            name=name,
            needs_approval=needs_approval,
            order=order,
            price_per_hour_minor=price_per_hour_minor,
            rules=rules,
            state=state,
            venue_id=venue_id,
        )


        room.additional_properties = d
        return room

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
