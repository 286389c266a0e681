from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.new_room_state import NewRoomState
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NewRoom")



@_attrs_define
class NewRoom:
    """ A room to add, at the end of its venue's order.

        Attributes:
            name (str):
            venue_id (int):
            capacity_max (int | Unset):  Default: 6.
            capacity_min (int | Unset):  Default: 1.
            category (str | Unset):  Default: ''.
            description (str | Unset):  Default: ''.
            features (list[str] | Unset):
            needs_approval (bool | Unset):  Default: False.
            price_per_hour_minor (int | Unset): In the smallest coin of the currency. Default: 0.
            state (NewRoomState | Unset):  Default: NewRoomState.ACTIVE.
     """

    name: str
    venue_id: int
    capacity_max: int | Unset = 6
    capacity_min: int | Unset = 1
    category: str | Unset = ''
    description: str | Unset = ''
    features: list[str] | Unset = UNSET
    needs_approval: bool | Unset = False
    price_per_hour_minor: int | Unset = 0
    state: NewRoomState | Unset = NewRoomState.ACTIVE





    def to_dict(self) -> dict[str, Any]:
        name = self.name

        venue_id = self.venue_id

        capacity_max = self.capacity_max

        capacity_min = self.capacity_min

        category = self.category

        description = self.description

        features: list[str] | Unset = UNSET
        if not isinstance(self.features, Unset):
            features = self.features



        needs_approval = self.needs_approval

        price_per_hour_minor = self.price_per_hour_minor

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value



        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
            "venue_id": venue_id,
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
        name = d.pop("name")

        venue_id = d.pop("venue_id")

        capacity_max = d.pop("capacity_max", UNSET)

        capacity_min = d.pop("capacity_min", UNSET)

        category = d.pop("category", UNSET)

        description = d.pop("description", UNSET)

        features = cast(list[str], d.pop("features", UNSET))


        needs_approval = d.pop("needs_approval", UNSET)

        price_per_hour_minor = d.pop("price_per_hour_minor", UNSET)

        _state = d.pop("state", UNSET)
        state: NewRoomState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = NewRoomState(_state)




        new_room = cls(
            name=name,
            venue_id=venue_id,
            capacity_max=capacity_max,
            capacity_min=capacity_min,
            category=category,
            description=description,
            features=features,
            needs_approval=needs_approval,
            price_per_hour_minor=price_per_hour_minor,
            state=state,
        )

        return new_room

