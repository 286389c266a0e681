from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="ClosingBody")



@_attrs_define
class ClosingBody:
    """ Dates with other hours than usual, both included; closed without `hours`. A room, or the venue.

        Attributes:
            ends_on (datetime.date): ISO 8601. A business night bears the date of its opening.
            starts_on (datetime.date): ISO 8601. A business night bears the date of its opening.
            hours (list[list[str]] | Unset):
            reason (str | Unset):  Default: ''.
            room_id (int | None | Unset):
     """

    ends_on: datetime.date
    starts_on: datetime.date
    hours: list[list[str]] | Unset = UNSET
    reason: str | Unset = ''
    room_id: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        ends_on = self.ends_on.isoformat()

        starts_on = self.starts_on.isoformat()

        hours: list[list[str]] | Unset = UNSET
        if not isinstance(self.hours, Unset):
            hours = []
            for hours_item_data in self.hours:
                hours_item = []
                for hours_item_item_data in hours_item_data:
                    hours_item_item: str
                    hours_item_item = hours_item_item_data
                    hours_item.append(hours_item_item)


                hours.append(hours_item)



        reason = self.reason

        room_id: int | None | Unset
        if isinstance(self.room_id, Unset):
            room_id = UNSET
        else:
            room_id = self.room_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ends_on": ends_on,
            "starts_on": starts_on,
        })
        if hours is not UNSET:
            field_dict["hours"] = hours
        if reason is not UNSET:
            field_dict["reason"] = reason
        if room_id is not UNSET:
            field_dict["room_id"] = room_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ends_on = datetime.date.fromisoformat(d.pop("ends_on"))




        starts_on = datetime.date.fromisoformat(d.pop("starts_on"))




        _hours = d.pop("hours", UNSET)
        hours: list[list[str]] | Unset = UNSET
        if _hours is not UNSET:
            hours = []
            for hours_item_data in _hours:
                hours_item = []
                _hours_item = hours_item_data
                for hours_item_item_data in (_hours_item):
                    def _parse_hours_item_item(data: object) -> str:
                        return cast(str, data)

                    hours_item_item = _parse_hours_item_item(hours_item_item_data)

                    hours_item.append(hours_item_item)

                hours.append(hours_item)


        reason = d.pop("reason", UNSET)

        def _parse_room_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        room_id = _parse_room_id(d.pop("room_id", UNSET))


        closing_body = cls(
            ends_on=ends_on,
            starts_on=starts_on,
            hours=hours,
            reason=reason,
            room_id=room_id,
        )

        return closing_body

