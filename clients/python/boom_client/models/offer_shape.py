from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="OfferShape")



@_attrs_define
class OfferShape:
    """ Another room at the same time, or another time.

        Attributes:
            ends_at (datetime.datetime):
            room (str):
            room_id (int):
            starts_at (datetime.datetime):
     """

    ends_at: datetime.datetime
    room: str
    room_id: int
    starts_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        ends_at = self.ends_at.isoformat()

        room = self.room

        room_id = self.room_id

        starts_at = self.starts_at.isoformat()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "ends_at": ends_at,
            "room": room,
            "room_id": room_id,
            "starts_at": starts_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))




        room = d.pop("room")

        room_id = d.pop("room_id")

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))




        offer_shape = cls(
            ends_at=ends_at,
            room=room,
            room_id=room_id,
            starts_at=starts_at,
        )


        offer_shape.additional_properties = d
        return offer_shape

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
