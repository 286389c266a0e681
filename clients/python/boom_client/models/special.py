from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="Special")



@_attrs_define
class Special:
    """ Dates, both included, on which other hours hold; none where it is closed.

        Attributes:
            ends_on (datetime.date):
            hours (list[list[str]]):
            id (int):
            is_closed (bool):
            reason (str):
            room_id (int | None):
            starts_on (datetime.date):
     """

    ends_on: datetime.date
    hours: list[list[str]]
    id: int
    is_closed: bool
    reason: str
    room_id: int | None
    starts_on: datetime.date
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        ends_on = self.ends_on.isoformat()

        hours = []
        for hours_item_data in self.hours:
            hours_item = []
            for hours_item_item_data in hours_item_data:
                hours_item_item: str
                hours_item_item = hours_item_item_data
                hours_item.append(hours_item_item)


            hours.append(hours_item)



        id = self.id

        is_closed = self.is_closed

        reason = self.reason

        room_id: int | None
        room_id = self.room_id

        starts_on = self.starts_on.isoformat()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "ends_on": ends_on,
            "hours": hours,
            "id": id,
            "is_closed": is_closed,
            "reason": reason,
            "room_id": room_id,
            "starts_on": starts_on,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ends_on = datetime.date.fromisoformat(d.pop("ends_on"))




        hours = []
        _hours = d.pop("hours")
        for hours_item_data in (_hours):
            hours_item = []
            _hours_item = hours_item_data
            for hours_item_item_data in (_hours_item):
                def _parse_hours_item_item(data: object) -> str:
                    return cast(str, data)

                hours_item_item = _parse_hours_item_item(hours_item_item_data)

                hours_item.append(hours_item_item)

            hours.append(hours_item)


        id = d.pop("id")

        is_closed = d.pop("is_closed")

        reason = d.pop("reason")

        def _parse_room_id(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        room_id = _parse_room_id(d.pop("room_id"))


        starts_on = datetime.date.fromisoformat(d.pop("starts_on"))




        special = cls(
            ends_on=ends_on,
            hours=hours,
            id=id,
            is_closed=is_closed,
            reason=reason,
            room_id=room_id,
            starts_on=starts_on,
        )


        special.additional_properties = d
        return special

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
