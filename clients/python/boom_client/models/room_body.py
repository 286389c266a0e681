from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.room_body_state import RoomBodyState
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="RoomBody")



@_attrs_define
class RoomBody:
    """ What to change of a room; what is left out stays.

        Attributes:
            capacity_max (int | Unset):  Default: 6.
            capacity_min (int | Unset):  Default: 1.
            category (str | Unset):  Default: ''.
            description (str | Unset):  Default: ''.
            features (list[str] | Unset):
            name (str | Unset):  Default: ''.
            needs_approval (bool | Unset):  Default: False.
            price_per_hour_minor (int | Unset): In the smallest coin of the currency. Default: 0.
            state (RoomBodyState | Unset):  Default: RoomBodyState.ACTIVE.
     """

    capacity_max: int | Unset = 6
    capacity_min: int | Unset = 1
    category: str | Unset = ''
    description: str | Unset = ''
    features: list[str] | Unset = UNSET
    name: str | Unset = ''
    needs_approval: bool | Unset = False
    price_per_hour_minor: int | Unset = 0
    state: RoomBodyState | Unset = RoomBodyState.ACTIVE





    def to_dict(self) -> dict[str, Any]:
        capacity_max = self.capacity_max

        capacity_min = self.capacity_min

        category = self.category

        description = self.description

        features: list[str] | Unset = UNSET
        if not isinstance(self.features, Unset):
            features = self.features



        name = self.name

        needs_approval = self.needs_approval

        price_per_hour_minor = self.price_per_hour_minor

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value



        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if capacity_max is not UNSET:
            field_dict["capacity_max"] = capacity_max
        if capacity_min is not UNSET:
            field_dict["capacity_min"] = capacity_min
        if category is not UNSET:
            field_dict["category"] = category
        if description is not UNSET:
            field_dict["description"] = description
        if features is not UNSET:
            field_dict["features"] = features
        if name is not UNSET:
            field_dict["name"] = name
        if needs_approval is not UNSET:
            field_dict["needs_approval"] = needs_approval
        if price_per_hour_minor is not UNSET:
            field_dict["price_per_hour_minor"] = price_per_hour_minor
        if state is not UNSET:
            field_dict["state"] = state

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        capacity_max = d.pop("capacity_max", UNSET)

        capacity_min = d.pop("capacity_min", UNSET)

        category = d.pop("category", UNSET)

        description = d.pop("description", UNSET)

        features = cast(list[str], d.pop("features", UNSET))


        name = d.pop("name", UNSET)

        needs_approval = d.pop("needs_approval", UNSET)

        price_per_hour_minor = d.pop("price_per_hour_minor", UNSET)

        _state = d.pop("state", UNSET)
        state: RoomBodyState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = RoomBodyState(_state)




        room_body = cls(
            capacity_max=capacity_max,
            capacity_min=capacity_min,
            category=category,
            description=description,
            features=features,
            name=name,
            needs_approval=needs_approval,
            price_per_hour_minor=price_per_hour_minor,
            state=state,
        )

        return room_body

