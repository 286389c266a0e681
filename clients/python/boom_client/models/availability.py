from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.free_room import FreeRoom





T = TypeVar("T", bound="Availability")



@_attrs_define
class Availability:
    """ What is free on a night, by customers' rules, the smallest room first.

        Attributes:
            day (datetime.date): ISO 8601. A business night bears the date of its opening.
            minutes (int):
            people (int | None):
            rooms (list[FreeRoom]):
            time_zone (str):
            venue_id (int):
     """

    day: datetime.date
    minutes: int
    people: int | None
    rooms: list[FreeRoom]
    time_zone: str
    venue_id: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.free_room import FreeRoom # noqa: PLC0415
        day = self.day.isoformat()

        minutes = self.minutes

        people: int | None
        people = self.people

        rooms = []
        for rooms_item_data in self.rooms:
            rooms_item = rooms_item_data.to_dict()
            rooms.append(rooms_item)



        time_zone = self.time_zone

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "day": day,
            "minutes": minutes,
            "people": people,
            "rooms": rooms,
            "time_zone": time_zone,
            "venue_id": venue_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.free_room import FreeRoom # noqa: PLC0415
        d = dict(src_dict)
        day = datetime.date.fromisoformat(d.pop("day"))




        minutes = d.pop("minutes")

        def _parse_people(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        people = _parse_people(d.pop("people"))


        rooms = []
        _rooms = d.pop("rooms")
        for rooms_item_data in (_rooms):
            rooms_item = FreeRoom.from_dict(rooms_item_data)



            rooms.append(rooms_item)


        time_zone = d.pop("time_zone")

        venue_id = d.pop("venue_id")

        availability = cls(
            day=day,
            minutes=minutes,
            people=people,
            rooms=rooms,
            time_zone=time_zone,
            venue_id=venue_id,
        )


        availability.additional_properties = d
        return availability

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
