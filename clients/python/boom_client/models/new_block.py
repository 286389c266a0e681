from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="NewBlock")



@_attrs_define
class NewBlock:
    """ Rooms to close off: all of them, or none.

        Attributes:
            ends_at (datetime.datetime): ISO 8601 with an offset or Z.
            room_ids (list[int]):
            starts_at (datetime.datetime): ISO 8601 with an offset or Z.
            reason (str | Unset):  Default: ''.
     """

    ends_at: datetime.datetime
    room_ids: list[int]
    starts_at: datetime.datetime
    reason: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        ends_at = self.ends_at.isoformat()

        room_ids = self.room_ids



        starts_at = self.starts_at.isoformat()

        reason = self.reason


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ends_at": ends_at,
            "room_ids": room_ids,
            "starts_at": starts_at,
        })
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))




        room_ids = cast(list[int], d.pop("room_ids"))


        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))




        reason = d.pop("reason", UNSET)

        new_block = cls(
            ends_at=ends_at,
            room_ids=room_ids,
            starts_at=starts_at,
            reason=reason,
        )

        return new_block

