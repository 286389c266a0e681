from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.status import Status
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="Block")



@_attrs_define
class Block:
    """ A stretch in which a room cannot be sold.

        Attributes:
            id (int):
            created_at (datetime.datetime | Unset):
            ends_at (datetime.datetime | Unset):
            reason (str | Unset):
            room (str | Unset): The room's name.
            room_id (int | Unset):
            series_id (int | None | Unset):
            starts_at (datetime.datetime | Unset):
            status (Status | Unset): Where an occupancy stands. The last two belong to blocks, the others to bookings.
            venue_id (int | Unset):
            version (int | Unset):
     """

    id: int
    created_at: datetime.datetime | Unset = UNSET
    ends_at: datetime.datetime | Unset = UNSET
    reason: str | Unset = UNSET
    room: str | Unset = UNSET
    room_id: int | Unset = UNSET
    series_id: int | None | Unset = UNSET
    starts_at: datetime.datetime | Unset = UNSET
    status: Status | Unset = UNSET
    venue_id: int | Unset = UNSET
    version: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        ends_at: str | Unset = UNSET
        if not isinstance(self.ends_at, Unset):
            ends_at = self.ends_at.isoformat()

        reason = self.reason

        room = self.room

        room_id = self.room_id

        series_id: int | None | Unset
        if isinstance(self.series_id, Unset):
            series_id = UNSET
        else:
            series_id = self.series_id

        starts_at: str | Unset = UNSET
        if not isinstance(self.starts_at, Unset):
            starts_at = self.starts_at.isoformat()

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value


        venue_id = self.venue_id

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if ends_at is not UNSET:
            field_dict["ends_at"] = ends_at
        if reason is not UNSET:
            field_dict["reason"] = reason
        if room is not UNSET:
            field_dict["room"] = room
        if room_id is not UNSET:
            field_dict["room_id"] = room_id
        if series_id is not UNSET:
            field_dict["series_id"] = series_id
        if starts_at is not UNSET:
            field_dict["starts_at"] = starts_at
        if status is not UNSET:
            field_dict["status"] = status
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        _created_at = d.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at,  Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)




        _ends_at = d.pop("ends_at", UNSET)
        ends_at: datetime.datetime | Unset
        if isinstance(_ends_at,  Unset):
            ends_at = UNSET
        else:
            ends_at = datetime.datetime.fromisoformat(_ends_at)




        reason = d.pop("reason", UNSET)

        room = d.pop("room", UNSET)

        room_id = d.pop("room_id", UNSET)

        def _parse_series_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        series_id = _parse_series_id(d.pop("series_id", UNSET))


        _starts_at = d.pop("starts_at", UNSET)
        starts_at: datetime.datetime | Unset
        if isinstance(_starts_at,  Unset):
            starts_at = UNSET
        else:
            starts_at = datetime.datetime.fromisoformat(_starts_at)




        _status = d.pop("status", UNSET)
        status: Status | Unset
        if isinstance(_status,  Unset):
            status = UNSET
        else:
            status = Status(_status)




        venue_id = d.pop("venue_id", UNSET)

        version = d.pop("version", UNSET)

        block = cls(
            id=id,
            created_at=created_at,
            ends_at=ends_at,
            reason=reason,
            room=room,
            room_id=room_id,
            series_id=series_id,
            starts_at=starts_at,
            status=status,
            venue_id=venue_id,
            version=version,
        )


        block.additional_properties = d
        return block

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
