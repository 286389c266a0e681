from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.amount import Amount





T = TypeVar("T", bound="FreeRoom")



@_attrs_define
class FreeRoom:
    """ A room with its free starts.

        Attributes:
            capacity_max (int):
            capacity_min (int):
            name (str):
            price (Amount): A sum of money.
            room_id (int):
            starts (list[datetime.datetime]):
     """

    capacity_max: int
    capacity_min: int
    name: str
    price: Amount
    room_id: int
    starts: list[datetime.datetime]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.amount import Amount # noqa: PLC0415
        capacity_max = self.capacity_max

        capacity_min = self.capacity_min

        name = self.name

        price = self.price.to_dict()

        room_id = self.room_id

        starts = []
        for starts_item_data in self.starts:
            starts_item = starts_item_data.isoformat()
            starts.append(starts_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "capacity_max": capacity_max,
            "capacity_min": capacity_min,
            "name": name,
            "price": price,
            "room_id": room_id,
            "starts": starts,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount import Amount # noqa: PLC0415
        d = dict(src_dict)
        capacity_max = d.pop("capacity_max")

        capacity_min = d.pop("capacity_min")

        name = d.pop("name")

        price = Amount.from_dict(d.pop("price"))




        room_id = d.pop("room_id")

        starts = []
        _starts = d.pop("starts")
        for starts_item_data in (_starts):
            starts_item = datetime.datetime.fromisoformat(starts_item_data)



            starts.append(starts_item)


        free_room = cls(
            capacity_max=capacity_max,
            capacity_min=capacity_min,
            name=name,
            price=price,
            room_id=room_id,
            starts=starts,
        )


        free_room.additional_properties = d
        return free_room

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
