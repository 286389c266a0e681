from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="PartBody")



@_attrs_define
class PartBody:
    """ One room of a group, and how many of the party go there.

        Attributes:
            room_id (int):
            party_size (int | None | Unset):
     """

    room_id: int
    party_size: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        room_id = self.room_id

        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "room_id": room_id,
        })
        if party_size is not UNSET:
            field_dict["party_size"] = party_size

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        room_id = d.pop("room_id")

        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))


        part_body = cls(
            room_id=room_id,
            party_size=party_size,
        )

        return part_body

