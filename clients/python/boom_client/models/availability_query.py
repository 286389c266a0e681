from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="AvailabilityQuery")



@_attrs_define
class AvailabilityQuery:
    """ Which night, how long, how many; the venue is the first where none is named.

        Attributes:
            day (datetime.date): ISO 8601. A business night bears the date of its opening.
            minutes (int | Unset):  Default: 60.
            people (int | None | Unset):
            venue_id (int | None | Unset):
     """

    day: datetime.date
    minutes: int | Unset = 60
    people: int | None | Unset = UNSET
    venue_id: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        day = self.day.isoformat()

        minutes = self.minutes

        people: int | None | Unset
        if isinstance(self.people, Unset):
            people = UNSET
        else:
            people = self.people

        venue_id: int | None | Unset
        if isinstance(self.venue_id, Unset):
            venue_id = UNSET
        else:
            venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "day": day,
        })
        if minutes is not UNSET:
            field_dict["minutes"] = minutes
        if people is not UNSET:
            field_dict["people"] = people
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        day = datetime.date.fromisoformat(d.pop("day"))




        minutes = d.pop("minutes", UNSET)

        def _parse_people(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        people = _parse_people(d.pop("people", UNSET))


        def _parse_venue_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        venue_id = _parse_venue_id(d.pop("venue_id", UNSET))


        availability_query = cls(
            day=day,
            minutes=minutes,
            people=people,
            venue_id=venue_id,
        )


        availability_query.additional_properties = d
        return availability_query

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
