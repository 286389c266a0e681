from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="MovedBody")



@_attrs_define
class MovedBody:
    """ Where a booking goes, and the version of it that is known.

        Attributes:
            booking_id (int):
            ends_at (datetime.datetime): ISO 8601 with an offset or Z.
            room_id (int):
            starts_at (datetime.datetime): ISO 8601 with an offset or Z.
            version (int):
     """

    booking_id: int
    ends_at: datetime.datetime
    room_id: int
    starts_at: datetime.datetime
    version: int





    def to_dict(self) -> dict[str, Any]:
        booking_id = self.booking_id

        ends_at = self.ends_at.isoformat()

        room_id = self.room_id

        starts_at = self.starts_at.isoformat()

        version = self.version


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "booking_id": booking_id,
            "ends_at": ends_at,
            "room_id": room_id,
            "starts_at": starts_at,
            "version": version,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        booking_id = d.pop("booking_id")

        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))




        room_id = d.pop("room_id")

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))




        version = d.pop("version")

        moved_body = cls(
            booking_id=booking_id,
            ends_at=ends_at,
            room_id=room_id,
            starts_at=starts_at,
            version=version,
        )

        return moved_body

