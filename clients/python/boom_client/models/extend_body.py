from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="ExtendBody")



@_attrs_define
class ExtendBody:
    """ How much longer.

        Attributes:
            minutes (int):
            override_reason (str | Unset):  Default: ''.
     """

    minutes: int
    override_reason: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        minutes = self.minutes

        override_reason = self.override_reason


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "minutes": minutes,
        })
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        minutes = d.pop("minutes")

        override_reason = d.pop("override_reason", UNSET)

        extend_body = cls(
            minutes=minutes,
            override_reason=override_reason,
        )

        return extend_body

