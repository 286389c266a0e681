from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="GroupMoveBody")



@_attrs_define
class GroupMoveBody:
    """ When the booking that is named begins; the others move by as much.

        Attributes:
            starts_at (datetime.datetime): ISO 8601 with an offset or Z.
            override_reason (str | Unset):  Default: ''.
     """

    starts_at: datetime.datetime
    override_reason: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        starts_at = self.starts_at.isoformat()

        override_reason = self.override_reason


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "starts_at": starts_at,
        })
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))




        override_reason = d.pop("override_reason", UNSET)

        group_move_body = cls(
            starts_at=starts_at,
            override_reason=override_reason,
        )

        return group_move_body

